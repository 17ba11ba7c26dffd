-- One unread row per person and subject: the second reply to a ticket nobody opened makes the same row newer.
create table notifications (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  account_id uuid,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  actor_person_id uuid,
  actor_kind text not null,
  url text not null,
  data jsonb not null default '{}',
  times integer not null default 1,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
create unique index notifications_unread on notifications (workspace_id, identity_id, subject_id) where read_at is null;
create index notifications_mine on notifications (workspace_id, identity_id, created_at desc, id desc);
alter table notifications enable row level security;
alter table notifications force row level security;
create policy wall on notifications to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
grant select, insert, update on notifications to portico_runtime;
