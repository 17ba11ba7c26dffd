-- Single sign-on: an identity provider of the business for its team, or of one customer for that customer's people.

-- Whose provider it is: `account_id` null is the team's. The client secret is concealed (platform/at-rest.ts); what the provider
-- says of itself (`provider`: endpoints and keys, or entity id, address and certificates) is read again every night.
create table sso_connections (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  account_id uuid,
  kind text not null check (kind in ('oidc', 'saml')),
  brand text not null default 'other' check (brand in ('okta', 'entra', 'google', 'other')),
  name text not null check (length(name) between 1 and 60),
  -- OpenID Connect: the issuer; SAML: the address of the metadata, null when it was pasted.
  source text check (length(source) <= 2000),
  client_id text not null default '' check (length(client_id) <= 500),
  client_secret text,
  provider jsonb not null default '{}',
  provider_read_at timestamptz,
  provider_problem text,
  -- Which claim or attribute says what; empty: the usual names.
  attributes jsonb not null default '{}',
  default_role text not null,
  -- People the provider knows and the portal does not get in and are made one of ours.
  adds_people boolean not null default false,
  -- Whether the portal's own second step is asked for, too; else the provider is trusted with it.
  second_step_here boolean not null default false,
  -- The provider's own start page may begin a sign-in here (never by its answer alone).
  starts_elsewhere boolean not null default false,
  tested_at timestamptz,
  tested_by uuid,
  test jsonb,
  enabled_at timestamptz,
  required_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, tested_by) references identities (workspace_id, id),
  check (enabled_at is null or tested_at is not null),
  check (required_at is null or enabled_at is not null)
);
-- One for the team, one for each customer.
create unique index sso_connections_owner on sso_connections (workspace_id, coalesce(account_id, '00000000-0000-0000-0000-000000000000'));
alter table sso_connections enable row level security;
alter table sso_connections force row level security;
create policy wall on sso_connections for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())));
create policy wall_write on sso_connections to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on sso_connections to portico_runtime;

-- A mail domain that belongs to whoever runs the provider. Proved by a TXT record, or by the operator's word. Only people with
-- an address in a proved one get in; a claim that is not proved keeps nobody else from making it.
create table sso_domains (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  domain text not null check (domain = lower(domain) and length(domain) between 3 and 253 and domain ~ '^[a-z0-9.-]+\.[a-z0-9-]+$'),
  secret text not null,
  proved_at timestamptz,
  proved_by text check (proved_by in ('dns', 'operator')),
  looked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, domain),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade,
  check ((proved_at is null) = (proved_by is null))
);
create unique index sso_domains_proved on sso_domains (workspace_id, domain) where proved_at is not null;
alter table sso_domains enable row level security;
alter table sso_domains force row level security;
create policy wall on sso_domains for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or exists (select from sso_connections c
    where c.workspace_id = sso_domains.workspace_id and c.id = connection_id and c.account_id = (select app.account()))));
create policy wall_write on sso_domains to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on sso_domains to portico_runtime;

-- Which role a group of the provider gives. Of several the one with the lowest position counts.
create table sso_group_roles (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  group_name text not null check (length(group_name) between 1 and 200),
  role text not null,
  position integer not null default 0,
  primary key (workspace_id, id),
  unique (workspace_id, connection_id, group_name),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade
);
alter table sso_group_roles enable row level security;
alter table sso_group_roles force row level security;
create policy wall on sso_group_roles to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on sso_group_roles to portico_runtime;

-- Who a provider's person is here: the pair (issuer, subject) of one connection, never an address alone.
create table sso_links (
  workspace_id uuid not null,
  connection_id uuid not null,
  issuer text not null check (length(issuer) between 1 and 1000),
  subject text not null check (length(subject) between 1 and 500),
  identity_id uuid not null,
  used_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (workspace_id, connection_id, issuer, subject),
  unique (workspace_id, connection_id, identity_id),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade,
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index sso_links_identity on sso_links (workspace_id, identity_id);
alter table sso_links enable row level security;
alter table sso_links force row level security;
create policy wall on sso_links for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or identity_id = (select app.identity())));
create policy wall_write on sso_links to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on sso_links to portico_runtime;

-- A sign-in that is under way at a provider. `handle` is the hash of the state, or the SAML request's id; `browser` the hash of
-- a cookie, without which the answer is nobody's. Taken once: `taken_at` when the answer came, `ended_at` when its browser did.
create table sso_attempts (
  workspace_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  purpose text not null check (purpose in ('sign-in', 'test')),
  handle text not null,
  browser text not null,
  next text not null default '/',
  tested_by uuid,
  ticket text,
  answer jsonb,
  expires_at timestamptz not null,
  taken_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, handle),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade
);
create unique index sso_attempts_ticket on sso_attempts (workspace_id, ticket) where ticket is not null;
create index sso_attempts_expiry on sso_attempts (workspace_id, expires_at);
alter table sso_attempts enable row level security;
alter table sso_attempts force row level security;
create policy wall on sso_attempts to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on sso_attempts to portico_runtime;

-- Assertions that have been accepted, by the hash of their id, until they are too old to be accepted again anyway.
create table sso_assertions (
  workspace_id uuid not null,
  connection_id uuid not null,
  assertion text not null check (assertion ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  primary key (workspace_id, connection_id, assertion),
  foreign key (workspace_id, connection_id) references sso_connections (workspace_id, id) on delete cascade
);
create index sso_assertions_expiry on sso_assertions (workspace_id, expires_at);
alter table sso_assertions enable row level security;
alter table sso_assertions force row level security;
create policy wall on sso_assertions to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on sso_assertions to portico_runtime;
