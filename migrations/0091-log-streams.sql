-- The audit log, sent on as it grows: to a receiver of the business's own, in order, each message until it has arrived.

-- Secrets are concealed (src/platform/at-rest.ts). Events up to the number `after_seq` have arrived there.
create table log_streams (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  url text not null check (length(url) <= 2000),
  secret text not null,
  previous_secret text,
  previous_until timestamptz,
  after_seq bigint not null,
  next_at timestamptz not null default now(),
  busy_until timestamptz,
  failing_since timestamptz,
  stopped_at timestamptz,
  stopped_for text check (stopped_for in ('person', 'failing', 'gone')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check ((stopped_at is null) = (stopped_for is null)),
  check ((previous_secret is null) = (previous_until is null))
);
alter table log_streams enable row level security;
alter table log_streams force row level security;
create policy wall on log_streams to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy operator on log_streams for select to current_user using (true);
grant select, insert, update, delete on log_streams to portico_runtime;

-- One message. Its id goes with it each time it is sent, so a receiver knows one that it has had already.
create table log_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  stream_id uuid not null,
  kind text not null check (kind in ('events', 'test')),
  first_seq bigint,
  last_seq bigint,
  events integer not null default 0,
  attempts integer not null default 0,
  state text not null default 'waiting' check (state in ('waiting', 'arrived', 'failed')),
  status integer,
  problem text,
  millis integer,
  created_at timestamptz not null default now(),
  tried_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, stream_id) references log_streams (workspace_id, id) on delete cascade
);
create index log_deliveries_stream on log_deliveries (workspace_id, stream_id, id desc);
alter table log_deliveries enable row level security;
alter table log_deliveries force row level security;
create policy wall on log_deliveries to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy operator on log_deliveries for select to current_user using (true);
grant select, insert, update, delete on log_deliveries to portico_runtime;

create function app.due_log_streams() returns table (workspace_id uuid, id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select s.workspace_id, s.id from public.log_streams s
    where s.stopped_at is null and s.next_at <= now()
      and (exists (select from public.log_deliveries d where d.workspace_id = s.workspace_id and d.stream_id = s.id
             and d.state = 'waiting')
        or s.after_seq < (select x.last_seq from public.seals x where x.workspace_id = s.workspace_id
             order by x.size desc limit 1)) $$;
revoke execute on function app.due_log_streams() from public;
grant execute on function app.due_log_streams() to portico_runtime;
