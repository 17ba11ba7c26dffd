-- What somebody proves who they are with besides a password, and sign-ins that are half done.

-- How the second step was passed; null when none was asked for.
alter table sessions add column second text check (second in ('app', 'passkey', 'recovery', 'remembered', 'provider'));

-- Somebody has passed the first factor and not the second: no session yet, and nothing that app.enter() would know.
create table half_sign_ins (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  token_hash text not null,
  method text not null,
  account_id uuid,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index half_sign_ins_identity on half_sign_ins (workspace_id, identity_id);
alter table half_sign_ins enable row level security;
alter table half_sign_ins force row level security;
create policy wall on half_sign_ins to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on half_sign_ins to portico_runtime;

-- `rp_id` is the host it was made at: it works there and nowhere else.
create table passkeys (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  rp_id text not null,
  credential_id text not null check (length(credential_id) <= 1400),
  public_key bytea not null check (octet_length(public_key) <= 4096),
  counter bigint not null default 0,
  transports text[] not null default '{}',
  backed_up boolean not null default false,
  name text not null check (length(name) between 1 and 60),
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, credential_id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index passkeys_identity on passkeys (workspace_id, identity_id);
alter table passkeys enable row level security;
alter table passkeys force row level security;
create policy wall on passkeys for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
create policy wall_write on passkeys to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on passkeys to portico_runtime;

-- A challenge that a passkey has answered is never answered again.
create table spent_challenges (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  challenge_hash text not null,
  expires_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, challenge_hash)
);
alter table spent_challenges enable row level security;
alter table spent_challenges force row level security;
create policy wall on spent_challenges to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on spent_challenges to portico_runtime;

-- The secret is encrypted; `last_step` is the half minute whose code was used last.
create table authenticator_apps (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  secret text not null,
  last_step bigint not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, identity_id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
alter table authenticator_apps enable row level security;
alter table authenticator_apps force row level security;
create policy wall on authenticator_apps for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
create policy wall_write on authenticator_apps to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on authenticator_apps to portico_runtime;

create table recovery_codes (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  code_hash text not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, identity_id, code_hash),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
alter table recovery_codes enable row level security;
alter table recovery_codes force row level security;
create policy wall on recovery_codes for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
create policy wall_write on recovery_codes to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on recovery_codes to portico_runtime;

-- Browsers in which one person is not asked for the second step; `device` as in sessions.
create table remembered_browsers (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  device text not null check (device ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, identity_id, device),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
alter table remembered_browsers enable row level security;
alter table remembered_browsers force row level security;
create policy wall on remembered_browsers for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
create policy wall_write on remembered_browsers to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on remembered_browsers to portico_runtime;

-- How the people of one side come in. No row: as the defaults say. Read at the door, where nobody is anybody yet.
create table sign_in_rules (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  side text not null check (side in ('member', 'contact')),
  password boolean not null default true,
  link boolean not null default true,
  code boolean not null default true,
  passkey boolean not null default true,
  remember_days integer not null default 30 check (remember_days between 0 and 90),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, side),
  check (password or link or code or passkey)
);
alter table sign_in_rules enable row level security;
alter table sign_in_rules force row level security;
create policy wall on sign_in_rules for select to portico_runtime using (workspace_id = (select app.workspace()));
create policy wall_write on sign_in_rules to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update on sign_in_rules to portico_runtime;
