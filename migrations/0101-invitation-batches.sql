-- Many people invited together, in waves: whoever asked for it, what was written, how fast, and why it stopped.
create table invitation_batches (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  made_by uuid not null,
  message text not null default '' check (length(message) <= 1000),
  -- How many a day; null: all at once.
  wave integer check (wave between 1 and 1000),
  -- After so many days without an answer, once more; null: never.
  remind_days integer check (remind_days between 1 and 30),
  stopped_at timestamptz,
  stopped_why text check (stopped_why in ('hand', 'bounces', 'inviter')),
  done_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, made_by) references members (workspace_id, id)
);
create table invitation_batch_people (
  workspace_id uuid not null,
  batch_id uuid not null,
  contact_id uuid not null,
  account_id uuid not null,
  position integer not null,
  invited_at timestamptz,
  reminded_at timestamptz,
  -- Why nothing was sent to them: joined meanwhile, or without access.
  passed_over_at timestamptz,
  primary key (workspace_id, batch_id, contact_id),
  foreign key (workspace_id, batch_id) references invitation_batches (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id) deferrable initially immediate
);
create index invitation_batch_people_contact on invitation_batch_people (workspace_id, contact_id);
alter table invitation_batches enable row level security;
alter table invitation_batches force row level security;
alter table invitation_batch_people enable row level security;
alter table invitation_batch_people force row level security;
create policy wall on invitation_batches to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall on invitation_batch_people to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy keeper on invitation_batch_people to current_user using (true) with check (true);
grant select, insert, update on invitation_batches, invitation_batch_people to portico_runtime;
