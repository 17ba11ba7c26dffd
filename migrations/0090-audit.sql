-- The audit log as a page: how somebody had signed in, how it is searched, and what was found when it was last checked.

-- The session behind an act, and the way in by which it began. Both are null for visitors, for the system, and in what was
-- recorded before; an event that has one of them is sealed in the second form (src/platform/seal/leaf.ts).
alter table events
  add column session_id uuid,
  add column method text check (length(method) between 1 and 40);
grant insert (session_id, method) on events to portico_runtime;
create index events_actor on events (workspace_id, actor_identity_id, id desc) where actor_identity_id is not null;
create index events_ip on events (workspace_id, ip, id desc) where ip is not null;

-- Whoever may read an event may prove it.
create policy team_reads on event_leaves for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy team_reads on seals for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));

-- What the nightly check, or one that somebody asked for, has found. `finding` is null when everything was as it was sealed.
create table log_checks (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  events bigint not null,
  seals bigint not null,
  erased bigint not null,
  finding jsonb,
  checked_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
alter table log_checks enable row level security;
alter table log_checks force row level security;
create policy wall on log_checks for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on log_checks to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on log_checks to portico_runtime;
