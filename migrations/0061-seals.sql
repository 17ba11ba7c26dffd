-- The event log, sealed: in a fixed order, into a Merkle tree (RFC 6962) for each workspace, by a sealer in the background.
-- docs/operating/audit.md says what that proves, docs/decisions/0016 why it is made like this.

-- The order of events. A number is taken only by a transaction that has its id already: so once every transaction up to an
-- id has ended, no number up to the one that was the last before that id can still appear. See app.seal_mark.
alter table events alter column seq drop identity;
create sequence event_order owned by events.seq;
select setval('event_order', (select coalesce(max(seq), 0) + 1 from events), false);
alter table events alter column seq
  set default case when pg_current_xact_id() is not null then nextval('event_order') end;
grant usage, select on sequence event_order to portico_runtime;
create unique index events_in_order on events (workspace_id, seq);

-- Nobody who runs Portico chooses a place in the order: every column but `seq`.
revoke insert on events from portico_runtime;
grant insert (workspace_id, id, kind, audience, account_id, subject_type, subject_id, actor_kind, actor_identity_id,
  actor_person_id, data, topics, request_id, ip, agent, created_at) on events to portico_runtime;

-- One sealed event. `hash` is the leaf of the tree. What privacy may have to remove (ip and agent; data) is in it as a salted
-- commitment: an erasure takes value and salt away and leaves the commitment here, so that the leaf can still be computed.
create table event_leaves (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  position bigint not null check (position >= 0),
  event_id uuid not null,
  seq bigint not null,
  hash bytea not null check (length(hash) = 32),
  client_salt bytea check (length(client_salt) = 16),
  data_salt bytea check (length(data_salt) = 16),
  client_commitment bytea check (length(client_commitment) = 32),
  data_commitment bytea check (length(data_commitment) = 32),
  primary key (workspace_id, position),
  unique (workspace_id, seq),
  check ((client_salt is null) = (client_commitment is not null)),
  check ((data_salt is null) = (data_commitment is not null))
);
alter table event_leaves enable row level security;
alter table event_leaves force row level security;
create policy wall on event_leaves to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy operator on event_leaves to current_user using (true);
grant select, insert on event_leaves to portico_runtime;

-- A signed root over the first `size` events. `peaks` are the roots of the complete subtrees the next seal goes on from.
create table seals (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  size bigint not null check (size > 0),
  last_seq bigint not null,
  root bytea not null check (length(root) = 32),
  peaks bytea not null,
  checkpoint text not null,
  sealed_at timestamptz not null default now(),
  primary key (workspace_id, size)
);
alter table seals enable row level security;
alter table seals force row level security;
create policy wall on seals to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy operator on seals for select to current_user using (true);
grant select, insert on seals to portico_runtime;

-- What is written stays: whoever has more rights than the running role is refused by these, and found by `portico verify`
-- when they are switched off. A workspace may go as a whole.
create function app.keep() returns trigger language plpgsql set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'DELETE' and not exists (select from public.workspaces w where w.id = old.workspace_id) then
    return old;
  end if;
  if tg_op = 'UPDATE' and tg_table_name = 'events' then
    if to_jsonb(new) - '{ip,agent,data}'::text[] = to_jsonb(old) - '{ip,agent,data}'::text[]
        and (new.ip is null or new.ip = old.ip) and (new.agent is null or new.agent = old.agent)
        and (new.data = '{}' or new.data = old.data) then
      return new;
    end if;
  elsif tg_op = 'UPDATE' and tg_table_name = 'event_leaves' then
    if to_jsonb(new) - '{client_salt,client_commitment,data_salt,data_commitment}'::text[]
          = to_jsonb(old) - '{client_salt,client_commitment,data_salt,data_commitment}'::text[]
        and (new.client_salt is null or new.client_salt = old.client_salt)
        and (new.data_salt is null or new.data_salt = old.data_salt)
        and (old.client_commitment is null or old.client_commitment = new.client_commitment)
        and (old.data_commitment is null or old.data_commitment = new.data_commitment) then
      return new;
    end if;
  end if;
  raise exception 'the event log is append-only' using errcode = '42501';
end $$;
create trigger keep before update or delete on events for each row execute function app.keep();
create trigger keep_all before truncate on events for each statement execute function app.keep();
create trigger keep before update or delete on event_leaves for each row execute function app.keep();
create trigger keep_all before truncate on event_leaves for each statement execute function app.keep();
create trigger keep before update or delete on seals for each row execute function app.keep();
create trigger keep_all before truncate on seals for each statement execute function app.keep();

-- How far the order has come, and an id that is younger than every transaction with a number up to there. The number must
-- be read first.
create function app.seal_mark(out head bigint, out mark xid8) language plpgsql set search_path = pg_catalog, public
as $$
begin
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'a mark needs a transaction of its own';
  end if;
  select case when o.is_called then o.last_value else o.last_value - 1 end into head from public.event_order o;
  mark := pg_current_xact_id();
end $$;

create function app.unsealed_workspaces() returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.id from public.workspaces w
    cross join lateral (select e.seq from public.events e where e.workspace_id = w.id order by e.seq desc limit 1) newest
    where newest.seq > coalesce(
      (select s.last_seq from public.seals s where s.workspace_id = w.id order by s.size desc limit 1), 0)
    order by w.id $$;

-- Takes from events what privacy asks to forget: where they came from, or their data. Their leaves keep the commitment,
-- which the caller computed; a wrong one would be found by `portico verify` as a changed event.
create policy operator_erases on events for update to current_user using (true);
create function app.erase_events(ids uuid[], part text, commitments bytea[]) returns integer
  language plpgsql security definer set search_path = pg_catalog, public
as $$
declare erased integer;
begin
  if not app.is_system() or part not in ('client', 'data') then
    raise exception 'only the system erases' using errcode = '42501';
  end if;
  update public.event_leaves l set
      client_salt = case when part = 'client' then null else l.client_salt end,
      client_commitment = case when part = 'client' then u.commitment else l.client_commitment end,
      data_salt = case when part = 'data' then null else l.data_salt end,
      data_commitment = case when part = 'data' then u.commitment else l.data_commitment end
    from unnest(ids, commitments) as u (id, commitment)
      join public.events e on e.workspace_id = app.workspace() and e.id = u.id
    where l.workspace_id = app.workspace() and l.seq = e.seq and u.commitment is not null
      and case part when 'client' then l.client_salt else l.data_salt end is not null;
  update public.events e set
      ip = case when part = 'client' then null else e.ip end,
      agent = case when part = 'client' then null else e.agent end,
      data = case when part = 'data' then '{}' else e.data end
    where e.workspace_id = app.workspace() and e.id = any (ids);
  get diagnostics erased = row_count;
  return erased;
end $$;

revoke execute on function app.seal_mark(), app.unsealed_workspaces(), app.erase_events(uuid[], text, bytea[]) from public;
grant execute on function app.seal_mark(), app.unsealed_workspaces(), app.erase_events(uuid[], text, bytea[])
  to portico_runtime;
