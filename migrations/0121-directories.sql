-- SCIM: a customer's or the team's own directory keeps people and groups here up to date, within one connection.

-- Whoever has the token speaks for the directory of the connection; here is its SHA-256, and its last signs to tell it by.
create table scim_tokens (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  ending text not null check (length(ending) = 4),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade
);
alter table scim_tokens enable row level security;
alter table scim_tokens force row level security;
create policy wall on scim_tokens to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on scim_tokens to portico_runtime;

-- A person as the directory knows them, beside who they are here. One that the directory has deleted stays as a mark, so that
-- it may bring back whom it took away, and nobody else.
create table scim_users (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  identity_id uuid not null,
  person_id uuid not null,
  user_name citext not null check (length(user_name) between 1 and 254),
  external_id text check (length(external_id) <= 300),
  attributes jsonb not null default '{}',
  version integer not null default 1,
  deactivated_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, id),
  unique (workspace_id, connection_id, identity_id),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create unique index scim_users_name on scim_users (workspace_id, connection_id, user_name) where deleted_at is null;
create index scim_users_order on scim_users (workspace_id, connection_id, created_at, id) where deleted_at is null;
alter table scim_users enable row level security;
alter table scim_users force row level security;
create policy wall on scim_users to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on scim_users to portico_runtime;

create table scim_groups (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  display_name citext not null check (length(display_name) between 1 and 200),
  external_id text check (length(external_id) <= 300),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, id),
  unique (workspace_id, connection_id, display_name),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade
);
alter table scim_groups enable row level security;
alter table scim_groups force row level security;
create policy wall on scim_groups to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on scim_groups to portico_runtime;

-- The connection is in both keys: nobody is in a group of another directory.
create table scim_group_members (
  workspace_id uuid not null,
  connection_id uuid not null,
  group_id uuid not null,
  user_id uuid not null,
  primary key (workspace_id, connection_id, group_id, user_id),
  foreign key (workspace_id, connection_id, group_id) references scim_groups (workspace_id, connection_id, id) on delete cascade,
  foreign key (workspace_id, connection_id, user_id) references scim_users (workspace_id, connection_id, id) on delete cascade
);
create index scim_group_members_user on scim_group_members (workspace_id, connection_id, user_id);
alter table scim_group_members enable row level security;
alter table scim_group_members force row level security;
create policy wall on scim_group_members to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on scim_group_members to portico_runtime;
