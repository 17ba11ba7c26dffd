-- Newcomers: people nobody has invited, who ask to come in. Off until a business says otherwise.

-- Who gets in. `attaches`: an address in a customer's domain brings its owner to that customer. `role` is what such a newcomer
-- may do there, `first_role` what the first person of a new customer may. Anybody at the door may know the mode.
create table sign_up_rules (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  mode text not null default 'off' check (mode in ('off', 'open', 'domains', 'moderated')),
  attaches boolean not null default true,
  role text not null default 'viewer' check (length(role) between 1 and 60),
  first_role text not null default 'account_admin' check (length(first_role) between 1 and 60),
  terms_url text not null default '' check (length(terms_url) <= 500),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id)
);
alter table sign_up_rules enable row level security;
alter table sign_up_rules force row level security;
create policy wall on sign_up_rules for select to portico_runtime
  using (workspace_id = (select app.workspace()));
create policy wall_write on sign_up_rules to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('sign_in.manage')));
grant select, insert, update on sign_up_rules to portico_runtime;

-- Mail domains the business itself vouches for: whose addresses may sign up, and which customer they belong to. Beside those
-- that a customer has proved for its identity provider (sso_domains). Which they are is a list of customers: nobody outside reads it.
create table sign_up_domains (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  domain text not null check (domain = lower(domain) and length(domain) between 3 and 253 and domain ~ '^[a-z0-9.-]+\.[a-z0-9-]+$'),
  account_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, domain),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate
);
create index sign_up_domains_account on sign_up_domains (workspace_id, account_id) where account_id is not null;
alter table sign_up_domains enable row level security;
alter table sign_up_domains force row level security;
create policy wall on sign_up_domains for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.sees_all()));
create policy wall_write on sign_up_domains to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('sign_in.manage')));
create policy keeper on sign_up_domains to current_user using (true) with check (true);
grant select, insert, delete on sign_up_domains to portico_runtime;

-- Somebody asks to come in. Until the address is proved by the link that was mailed there, it is nobody's business and nothing
-- else exists of them; `proved_at` is when it was. What waits for the team is proved and not decided.
create table sign_ups (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  email citext not null check (length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 160),
  company text not null check (length(company) between 1 and 160),
  locale text not null,
  host text not null,
  -- Values of the business's own fields, by field, as they were typed.
  answers jsonb not null default '{}',
  -- The terms that were agreed to; empty when there were none.
  terms_url text not null default '' check (length(terms_url) <= 500),
  token_hash text,
  expires_at timestamptz not null,
  proved_at timestamptz,
  decision text check (decision in ('accepted', 'declined')),
  decided_at timestamptz,
  decided_by uuid,
  reason text not null default '' check (length(reason) <= 400),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  check ((decision is null) = (decided_at is null)),
  check (decision is null or proved_at is not null),
  foreign key (workspace_id, decided_by) references members (workspace_id, id)
);
create unique index sign_ups_waiting on sign_ups (workspace_id, email) where proved_at is not null and decided_at is null;
create index sign_ups_expiry on sign_ups (workspace_id, expires_at);
alter table sign_ups enable row level security;
alter table sign_ups force row level security;
create policy wall on sign_ups for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system())
    or (proved_at is not null and (select app.sees_all()) and (select app.has_right('contacts.invite')))));
create policy wall_decide on sign_ups for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system())
    or (proved_at is not null and decided_at is null and (select app.sees_all()) and (select app.has_right('contacts.invite')))))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.sees_all()) and (select app.has_right('contacts.invite')))));
create policy wall_door on sign_ups for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy wall_forget on sign_ups for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on sign_ups to portico_runtime;
grant update (name, company, token_hash, proved_at, decision, decided_at, decided_by, reason) on sign_ups to portico_runtime;

-- Which of a business's own fields a newcomer is asked: what they could fill in themselves later. Those are shown at the door.
alter table field_definitions
  add column at_sign_up boolean not null default false,
  add check (not at_sign_up or (customer = 'edit' and subject in ('account', 'contact') and kind in ('text', 'number', 'date', 'choice')));
create policy at_the_door on field_definitions for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.kind()) = 'visitor' and at_sign_up and archived_at is null);

-- As in 0205, for the tables that have come since: whoever looks at the portal as somebody else writes nothing.
do $$
declare one text;
begin
  foreach one in array array['sign_up_rules', 'sign_up_domains', 'sign_ups']
  loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;
