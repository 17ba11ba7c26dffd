-- Named groups of customers, by hand or by a rule. The rule is data (src/features/segments/rule.ts); what it says is compiled into
-- one statement with parameters. `inputs` names what it looks at, so that a change elsewhere costs nothing.
create table segments (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  note text not null default '' check (length(note) <= 300),
  kind text not null default 'rule' check (kind in ('rule', 'hand')),
  rule jsonb not null default '{"match": "all", "conditions": []}',
  inputs text[] not null default '{account}',
  -- It speaks of days that pass: weighed again every night.
  by_date boolean not null default false,
  weighed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index segments_name on segments (workspace_id, lower(name));
alter table segments enable row level security;
alter table segments force row level security;
-- The team sees them; who decides what customers see makes them, and sees every customer.
create policy wall on segments for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on segments to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')));
create policy keeper on segments for select to current_user using (true);
grant select, insert, update, delete on segments to portico_runtime;

-- Whatever the rule says: always in, or never, until a day.
create table segment_picks (
  workspace_id uuid not null,
  segment_id uuid not null,
  account_id uuid not null,
  way text not null check (way in ('in', 'out')),
  until date,
  picked_by uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, segment_id, account_id),
  foreign key (workspace_id, segment_id) references segments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade deferrable initially immediate,
  foreign key (workspace_id, picked_by) references members (workspace_id, id)
);
create index segment_picks_account on segment_picks (workspace_id, account_id);
alter table segment_picks enable row level security;
alter table segment_picks force row level security;
create policy wall on segment_picks for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
create policy wall_write on segment_picks to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')));
create policy keeper on segment_picks to current_user using (true) with check (true);
grant select, insert, update, delete on segment_picks to portico_runtime;

-- Who is in, as it was weighed last.
create table segment_accounts (
  workspace_id uuid not null,
  segment_id uuid not null,
  account_id uuid not null,
  since timestamptz not null default now(),
  primary key (workspace_id, segment_id, account_id),
  foreign key (workspace_id, segment_id) references segments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade deferrable initially immediate
);
create index segment_accounts_account on segment_accounts (workspace_id, account_id);
alter table segment_accounts enable row level security;
alter table segment_accounts force row level security;
create policy wall on segment_accounts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
create policy wall_write on segment_accounts to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')));
create policy keeper on segment_accounts to current_user using (true) with check (true);
grant select, insert, update, delete on segment_accounts to portico_runtime;

-- What only some customers have: a room of the portal by its name, something else by its id. Without a row it is everybody's; a row
-- without a segment is nobody's key.
create table segment_gates (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('room', 'field')),
  object text not null check (length(object) between 1 and 60),
  segment_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, segment_id) references segments (workspace_id, id)
);
create unique index segment_gates_object on segment_gates (workspace_id, kind, object, coalesce(segment_id, '00000000-0000-0000-0000-000000000000'));
create index segment_gates_segment on segment_gates (workspace_id, segment_id) where segment_id is not null;
alter table segment_gates enable row level security;
alter table segment_gates force row level security;
create policy wall on segment_gates for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on segment_gates to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('audiences.manage')));
create policy keeper on segment_gates for select to current_user using (true);
grant select, insert, update, delete on segment_gates to portico_runtime;

-- As in 0205: whoever looks at the portal as somebody else writes nothing, here either.
do $$
declare one text;
begin
  foreach one in array array['segments', 'segment_picks', 'segment_accounts', 'segment_gates'] loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;

-- What is shut for the customer of this transaction; nothing is for anybody else. They learn neither of segments nor of gates.
create function app.shut(wanted text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$ begin
  if app.kind() <> 'contact' then return '{}'; end if;
  return app.shut_for(app.account(), wanted);
end $$;
create function app.shut_for(account uuid, wanted text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$ begin
  if not app.is_team() and account is distinct from app.account() then
    raise exception 'what is shut for another customer is not told' using errcode = '42501';
  end if;
  return (select coalesce(array_agg(distinct g.object), '{}') from public.segment_gates g
    where g.workspace_id = app.workspace() and g.kind = wanted
      and not exists (select from public.segment_gates o
        join public.segment_accounts s on s.workspace_id = o.workspace_id and s.segment_id = o.segment_id and s.account_id = account
        where o.workspace_id = g.workspace_id and o.kind = g.kind and o.object = g.object));
end $$;
revoke execute on function app.shut(text), app.shut_for(uuid, text) from public;
grant execute on function app.shut(text), app.shut_for(uuid, text) to portico_runtime;
create function app.room_open(room text) returns boolean language plpgsql stable set search_path = pg_catalog, app
  as $$ begin return app.kind() <> 'contact' or not room = any (app.shut('room')); end $$;

-- What was bought, as a choice in conditions.
create index accounts_plan on accounts (workspace_id, plan) where plan <> '';

-- A change of what a segment looks at has the account weighed again, right after the commit; not once when no segment looks there.
create function app.weigh_again() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
as $$
declare line jsonb; account uuid; input text := tg_argv[0];
begin
  foreach line in array case tg_op when 'INSERT' then array[to_jsonb(new)] when 'DELETE' then array[to_jsonb(old)]
    else array[to_jsonb(old), to_jsonb(new)] end
  loop
    if line ->> 'ticket_id' is not null or (input = 'fields' and line ->> 'contact_id' is not null) then continue; end if;
    if account = (line ->> tg_argv[1])::uuid then continue; end if;
    account := (line ->> tg_argv[1])::uuid;
    if exists (select from public.segments s where s.workspace_id = (line ->> 'workspace_id')::uuid and input = any (s.inputs)) then
      perform graphile_worker.add_job('segments.weigh', json_build_object('workspace', line ->> 'workspace_id', 'account', account),
        job_key => 'segments:' || account);
    end if;
  end loop;
  return null;
end $$;
revoke execute on function app.weigh_again() from public;
create trigger weigh_again after insert or update of name, plan, place, website, reference, archived_at, merged_into on accounts
  for each row execute function app.weigh_again('account', 'id');
create trigger weigh_activity_again after update of active_at on accounts
  for each row when (old.active_at is distinct from new.active_at) execute function app.weigh_again('activity', 'id');
create trigger weigh_again after insert or delete or update of account_id, member_id on account_members
  for each row execute function app.weigh_again('team', 'account_id');
create trigger weigh_again after insert or delete or update of account_id, email, identity_id, disabled_at, continues_as on contacts
  for each row execute function app.weigh_again('people', 'account_id');
-- A merge carries these along; whether they are true of the account that stays is another question.
create trigger weigh_again after update of account_id on segment_accounts
  for each row execute function app.weigh_again('account', 'account_id');
create trigger weigh_again after update of account_id on segment_picks
  for each row execute function app.weigh_again('account', 'account_id');
create trigger weigh_again after insert or delete or update on field_values
  for each row execute function app.weigh_again('fields', 'account_id');
