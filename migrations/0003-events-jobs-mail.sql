-- What happened, append-only: audit log, activity feed, metrics and live refresh all read this one table.
-- `audience` customer = the account may read it, team = members only. `data` holds keys, never text that can change.
create table events (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  seq bigint generated always as identity,
  kind text not null,
  audience text not null check (audience in ('customer', 'team')),
  account_id uuid,
  subject_type text not null,
  subject_id uuid not null,
  actor_kind text not null check (actor_kind in ('visitor', 'contact', 'member', 'system')),
  actor_identity_id uuid,
  actor_person_id uuid,
  data jsonb not null default '{}',
  topics text[] not null default '{}',
  request_id text,
  ip text,
  agent text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index events_account on events (workspace_id, account_id, id desc);
create index events_subject on events (workspace_id, subject_id, id desc);
create index events_kind on events (workspace_id, kind, id desc);
create unique index events_seq on events (seq);
alter table events enable row level security;
alter table events force row level security;
create policy wall_read on events for select to portico_runtime
  using (workspace_id = (select app.workspace())
    and ((select app.is_team()) or (audience = 'customer' and account_id = (select app.account()))));
create policy wall_append on events for insert to portico_runtime
  with check (workspace_id = (select app.workspace()));
create policy operator on events for select to current_user using (true);
grant select, insert on events to portico_runtime;

-- The net under live refresh: which topics were marked after a sequence number. Names no content, only opaque topics.
create function app.live_since(after_seq bigint)
  returns table (seq bigint, workspace_id uuid, topics text[])
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select e.seq, e.workspace_id, e.topics from public.events e where e.seq > after_seq order by e.seq limit 2000 $$;
create function app.live_head() returns bigint
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select coalesce(max(e.seq), 0) from public.events e $$;
revoke execute on function app.live_since(bigint), app.live_head() from public;
grant execute on function app.live_since(bigint), app.live_head() to portico_runtime;

-- The only way from the running role into the queue. A job belongs to the workspace of the transaction that adds it.
create function app.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer)
  returns void language plpgsql security definer set search_path = pg_catalog, public
as $$
begin
  if payload ->> 'workspace' is distinct from current_setting('app.workspace') then
    raise exception 'a job must name the workspace of its transaction' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(task, payload::json, run_at => run_at, job_key => job_key,
    max_attempts => coalesce(max_attempts, 25));
end $$;
revoke execute on function app.enqueue(text, jsonb, text, timestamptz, integer) from public;
grant execute on function app.enqueue(text, jsonb, text, timestamptz, integer) to portico_runtime;

-- A worker process says here that it lives. Jobs locked by one that has been silent for 20 seconds are freed.
create table job_workers (
  id text primary key,
  seen_at timestamptz not null default now()
);
grant select, insert, update, delete on job_workers to portico_queue;
grant usage on schema public to portico_queue;

-- Mail to send, and what became of it. After a mail was handed to the mail server its text is forgotten (`html`, `text`
-- become null): what remains is the delivery log. Without a mail server it is kept, to be read at /dev/mail.
create table mails (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  identity_id uuid,
  kind text not null,
  to_address citext not null,
  from_name text not null,
  subject text not null,
  html text,
  text text,
  message_id text not null,
  in_reply_to text,
  reference_ids text[] not null default '{}',
  list_unsubscribe text,
  state text not null default 'queued' check (state in ('queued', 'sent', 'kept', 'failed')),
  attempts integer not null default 0,
  last_response text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, message_id)
);
create index mails_age on mails (workspace_id, created_at desc, id desc);
alter table mails enable row level security;
alter table mails force row level security;
create policy wall on mails to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()));
grant select, insert, update on mails to portico_runtime;
