-- Logins, and the people behind them. better-auth keeps identities, credentials, sessions and verifications.
create extension if not exists citext;

create table identities (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  email citext not null check (length(email) between 3 and 254),
  email_verified boolean not null default false,
  name text not null,
  image text,
  locale text,
  zone text,
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  hotkeys boolean not null default true,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, email)
);
alter table identities enable row level security;
alter table identities force row level security;
create policy wall on identities to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or id = (select app.identity())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or id = (select app.identity())));
grant select, insert, update on identities to portico_runtime;

-- A way to prove an identity: a password hash, later an identity provider's subject.
create table credentials (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  provider_id text not null,
  subject text not null,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, provider_id, subject),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index credentials_identity on credentials (workspace_id, identity_id);
alter table credentials enable row level security;
alter table credentials force row level security;
create policy wall on credentials to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on credentials to portico_runtime;

-- The token itself is in the visitor's cookie only; here is its SHA-256. Ended sessions stay for thirty days, so
-- that what somebody was writing when it ended can be given back to them.
create table sessions (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  token_hash text not null,
  account_id uuid,
  method text not null default 'password',
  ip text,
  agent text,
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index sessions_identity on sessions (workspace_id, identity_id);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy wall on sessions to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
grant select, insert, update, delete on sessions to portico_runtime;

-- One-time secrets (sign-in links); `identifier` is a hash.
create table verifications (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index verifications_identifier on verifications (workspace_id, identifier);
create index verifications_expiry on verifications (workspace_id, expires_at);
alter table verifications enable row level security;
alter table verifications force row level security;
create policy wall on verifications to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on verifications to portico_runtime;

-- The team. Everybody signed in may know who works here; a visitor may not.
create table members (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  name text not null,
  email citext not null,
  title text not null default '',
  role text not null check (role in ('owner', 'admin', 'manager', 'agent', 'viewer')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, identity_id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id)
);
alter table members enable row level security;
alter table members force row level security;
create policy wall on members for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.kind()) <> 'visitor');
create policy wall_write on members to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on members to portico_runtime;

-- A customer company (or a single person): the root of everything a customer owns.
create table accounts (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 160),
  short_name text not null check (length(short_name) between 1 and 60),
  plan text not null default '',
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index accounts_name on accounts (workspace_id, name, id);
alter table accounts enable row level security;
alter table accounts force row level security;
create policy wall on accounts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or id = (select app.account())));
create policy wall_write on accounts to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on accounts to portico_runtime;

create table contacts (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  identity_id uuid,
  name text not null check (length(name) between 1 and 160),
  email citext not null check (length(email) between 3 and 254),
  title text not null default '',
  role text not null default 'contributor' check (role in ('account_admin', 'billing', 'approver', 'contributor', 'viewer')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, account_id, email),
  unique (workspace_id, account_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id)
);
create index contacts_identity on contacts (workspace_id, identity_id);
alter table contacts enable row level security;
alter table contacts force row level security;
create policy wall on contacts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())));
create policy wall_write on contacts to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on contacts to portico_runtime;

-- The account team: who works for this customer, in the order shown to them. Position 0 leads.
create table account_members (
  workspace_id uuid not null,
  account_id uuid not null,
  member_id uuid not null,
  role text not null default '',
  position smallint not null default 0,
  primary key (workspace_id, account_id, member_id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
alter table account_members enable row level security;
alter table account_members force row level security;
create policy wall on account_members for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())));
create policy wall_write on account_members to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on account_members to portico_runtime;

-- The token is mailed; here is its SHA-256. Accepting or revoking is a timestamp, so it happens once.
create table invitations (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  contact_id uuid not null,
  invited_by uuid,
  token_hash text not null,
  message text not null default '',
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id),
  foreign key (workspace_id, invited_by) references members (workspace_id, id)
);
create index invitations_contact on invitations (workspace_id, contact_id);
alter table invitations enable row level security;
alter table invitations force row level security;
create policy wall on invitations to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on invitations to portico_runtime;

-- What somebody was writing when their session ended or their page went stale, given back on their next visit.
create table drafts (
  workspace_id uuid not null,
  identity_id uuid not null,
  path text not null,
  fields jsonb not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, identity_id, path),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
alter table drafts enable row level security;
alter table drafts force row level security;
create policy wall on drafts to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
grant select, insert, update, delete on drafts to portico_runtime;

-- A form that was sent twice does its work once: the second sender waits here and is sent where the first one went.
create table idempotency_keys (
  workspace_id uuid not null,
  identity_id uuid not null,
  key text not null check (length(key) between 8 and 80),
  location text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, identity_id, key),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create index idempotency_keys_age on idempotency_keys (workspace_id, created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy wall on idempotency_keys to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
grant select, insert, update, delete on idempotency_keys to portico_runtime;

-- Opens the scope of a transaction. Sets the principal from a session token's hash and returns who it is; an unknown,
-- expired or revoked token is a visitor. `was_identity` names the owner of a session that has ended, so that a draft can
-- be kept for them; it grants nothing.
create function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare s record;
begin
  perform set_config('app.workspace', ws::text, true), set_config('app.kind', 'system', true),
    set_config('app.identity', '', true), set_config('app.account', '', true), set_config('app.person', '', true);
  if wanted_kind = 'system' then
    return query select 'system'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz, null::uuid;
    return;
  end if;
  select se.id as session_id, se.identity_id, se.account_id as chosen, se.method, se.seen_at,
      (se.revoked_at is null and se.expires_at > now() and i.disabled_at is null) as live,
      i.email::text as email, i.locale, i.zone, i.theme, i.hotkeys, m.id as member_id, m.name as member_name, m.title as member_title, m.role as member_role,
      c.id as contact_id, c.account_id, c.name as contact_name, c.title as contact_title, c.role as contact_role,
      a.name as account_name, a.short_name as account_short_name
    into s
    from sessions se
    join identities i on i.workspace_id = ws and i.id = se.identity_id
    left join members m on m.workspace_id = ws and m.identity_id = se.identity_id and m.disabled_at is null
    left join lateral (select * from contacts k where k.workspace_id = ws and k.identity_id = se.identity_id and k.disabled_at is null
      order by (k.account_id = se.account_id) desc nulls last, k.created_at limit 1) c on m.id is null
    left join accounts a on a.workspace_id = ws and a.id = c.account_id
    where se.workspace_id = ws and se.token_hash = coalesce(wanted_hash, '');
  if s.session_id is null or not s.live or (s.member_id is null and s.contact_id is null) then
    perform set_config('app.kind', 'visitor', true);
    return query select 'visitor'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz,
      s.identity_id;
    return;
  end if;
  perform set_config('app.identity', s.identity_id::text, true),
    set_config('app.kind', case when s.member_id is not null then 'member' else 'contact' end, true),
    set_config('app.person', coalesce(s.member_id, s.contact_id)::text, true),
    set_config('app.account', coalesce(case when s.member_id is null then s.account_id end::text, ''), true);
  return query select case when s.member_id is not null then 'member' else 'contact' end, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id;
end $$;
grant execute on function app.enter(uuid, text, text) to portico_runtime;
