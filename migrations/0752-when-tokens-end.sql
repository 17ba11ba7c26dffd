-- When the owners were last told that the last token of a directory ends.
alter table sso_connections add column token_end_told_at timestamptz;
