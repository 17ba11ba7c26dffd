-- What privacy asks for: forgetting people in two degrees, rules for how long things stay, and holds that stop both.

-- While somebody, or a customer, or (both null) the whole portal is on hold, nothing of theirs is forgotten.
create table legal_holds (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  account_id uuid,
  contact_id uuid,
  reason text not null check (length(reason) between 1 and 400),
  placed_by uuid,
  placed_at timestamptz not null default now(),
  released_at timestamptz,
  primary key (workspace_id, id),
  check (num_nonnulls(account_id, contact_id) <= 1),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id),
  foreign key (workspace_id, placed_by) references members (workspace_id, id)
);
create index legal_holds_open on legal_holds (workspace_id, contact_id, account_id) where released_at is null;
alter table legal_holds enable row level security;
alter table legal_holds force row level security;
create policy wall on legal_holds to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update on legal_holds to portico_runtime;

-- How long a kind of thing stays, in days. A kind without a row stays for ever.
create table retention_rules (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  kind text not null check (kind in ('log_client', 'mails', 'contacts', 'tickets')),
  days integer not null check (days between 30 and 36500),
  changed_at timestamptz not null default now(),
  primary key (workspace_id, kind)
);
alter table retention_rules enable row level security;
alter table retention_rules force row level security;
create policy wall on retention_rules to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on retention_rules to portico_runtime;

-- When somebody was forgotten, and in which degree: their row stays, so that what they asked and decided has an author.
alter table contacts
  add column forgotten_at timestamptz,
  add column forgotten_as text check (forgotten_as in ('anonymised', 'erased')),
  add check ((forgotten_at is null) = (forgotten_as is null));
-- When the words of a ticket were erased.
alter table tickets add column erased_at timestamptz;

-- Only what forgetting needs, and only for the system.
grant delete on identities to portico_runtime;
grant delete on mails to portico_runtime;
grant update (body_html) on replies to portico_runtime;
grant update (body_html, words) on internal_notes to portico_runtime;
alter table attachments alter column uploaded_by drop not null;
create index events_old_clients on events (workspace_id, created_at) where ip is not null or agent is not null;
create policy forgotten on replies for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy forgotten on internal_notes for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
