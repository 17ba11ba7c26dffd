-- When the last certificate of a provider ends: a page of the settings looks at those that end soon, and parses no other. Null where
-- nobody has looked yet; the night's look at providers fills it in.
alter table sso_connections add column ends_at timestamptz;
