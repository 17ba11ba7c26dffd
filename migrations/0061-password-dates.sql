-- When somebody set their password, null while they have none: for themselves to see. The hash stays out of their reach.
alter table identities add column password_set_at timestamptz;

-- For those who have one already. Row-level security is forced upon the owner, too, except for this moment.
alter table identities no force row level security;
alter table credentials no force row level security;
update identities i set password_set_at = c.updated_at from credentials c
  where c.workspace_id = i.workspace_id and c.identity_id = i.id and c.provider_id = 'credential' and c.password is not null;
alter table identities force row level security;
alter table credentials force row level security;
