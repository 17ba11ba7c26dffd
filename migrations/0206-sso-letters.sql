-- When the owners were told by mail that a provider's certificate ends, and when people were last reminded of its sign-in.
alter table sso_connections add column end_told_at timestamptz, add column reminded_at timestamptz;
