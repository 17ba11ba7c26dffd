-- Which mails are about one thing, and until when a mail is worth sending: after that a failure is final. A sign-in link
-- that arrives the next day helps nobody.
alter table mails
  add column thread_id text,
  add column send_before timestamptz not null default now() + interval '3 days';
create index mails_thread on mails (workspace_id, thread_id, to_address, created_at desc) where thread_id is not null;

-- A reaction's work commits together with its row here, so a worker that dies between the commit and telling the queue
-- does not make it happen twice. The queue gives up within five days; after thirty a row is of no more use.
create table reaction_runs (
  workspace_id uuid not null,
  event_id uuid not null,
  reaction text not null,
  ran_at timestamptz not null default now(),
  primary key (workspace_id, event_id, reaction),
  foreign key (workspace_id, event_id) references events (workspace_id, id) on delete cascade
);
create index reaction_runs_age on reaction_runs (workspace_id, ran_at);
alter table reaction_runs enable row level security;
alter table reaction_runs force row level security;
create policy wall on reaction_runs to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on reaction_runs to portico_runtime;
