-- What people may do. A role belongs to one side and holds rights by name (src/platform/rights.ts is the closed list; a name
-- that nobody knows any more means nothing). `key` is what members and contacts name: a word for the roles that come with
-- every portal, the id for one's own. `reach` says whether a member with the role sees all customers or only those they are
-- on the team of.
create table roles (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  side text not null check (side in ('member', 'contact')),
  key text not null check (length(key) between 1 and 60),
  built_in boolean not null default false,
  name text not null default '' check (length(name) <= 60),
  rights text[] not null default '{}',
  reach text not null default 'all' check (reach in ('all', 'assigned')),
  second_step_required boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, side, key),
  check (built_in or name <> '')
);
alter table roles enable row level security;
alter table roles force row level security;
create policy operator on roles to current_user using (true) with check (true);

-- The roles that come with every portal. A later feature that brings a right replaces this and calls app.renew_roles().
create function app.built_in_roles() returns table (side text, key text, rights text[])
  language sql immutable set search_path = pg_catalog
  as $$ values
    ('member', 'owner', '{customers.see,customers.manage,customers.merge,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,data.export,data.erase,fields.manage,audiences.manage,members.manage,roles.manage,sign_in.manage,settings.manage,audit.see,portal.close}'::text[]),
    ('member', 'admin', '{customers.see,customers.manage,customers.merge,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,data.export,data.erase,fields.manage,audiences.manage,members.manage,roles.manage,sign_in.manage,settings.manage,audit.see}'),
    ('member', 'manager', '{customers.see,customers.manage,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,data.export,audiences.manage}'),
    ('member', 'agent', '{customers.see,contacts.invite,contacts.manage,tickets.reply,tickets.note,tickets.triage}'),
    ('member', 'viewer', '{customers.see}'),
    ('contact', 'account_admin', '{tickets.open,tickets.reply,tickets.colleagues,colleagues.manage,account.edit,billing.see,approvals.decide}'),
    ('contact', 'billing', '{tickets.open,tickets.reply,tickets.colleagues,billing.see}'),
    ('contact', 'approver', '{tickets.open,tickets.reply,tickets.colleagues,approvals.decide}'),
    ('contact', 'contributor', '{tickets.open,tickets.reply,tickets.colleagues}'),
    ('contact', 'viewer', '{tickets.colleagues}') $$;

create function app.begin_roles() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    insert into public.roles (workspace_id, id, side, key, built_in, rights)
      select new.id, gen_random_uuid(), b.side, b.key, true, b.rights from app.built_in_roles() b;
    return null;
  end $$;
revoke execute on function app.begin_roles() from public;
create trigger begin_roles after insert on workspaces for each row execute function app.begin_roles();

-- For migrations: gives the built-in roles of every workspace what app.built_in_roles() says now, and makes missing ones.
create function app.renew_roles() returns void
  language sql set search_path = pg_catalog, public
  as $$ insert into public.roles (workspace_id, id, side, key, built_in, rights)
      select w.id, gen_random_uuid(), b.side, b.key, true, b.rights from public.workspaces w, app.built_in_roles() b
      on conflict (workspace_id, side, key) do update set rights = excluded.rights $$;
revoke execute on function app.renew_roles() from public;
select app.renew_roles();

alter table members drop constraint members_role_check,
  add column side text generated always as ('member') stored,
  add foreign key (workspace_id, side, role) references roles (workspace_id, side, key);
alter table contacts drop constraint contacts_role_check,
  add column side text generated always as ('contact') stored,
  add foreign key (workspace_id, side, role) references roles (workspace_id, side, key);
create index members_role on members (workspace_id, role);
create index contacts_role on contacts (workspace_id, role);

-- Three more settings of the transaction, and only app.enter() sets them:
--   app.rights    text    ',tickets.reply,tickets.note,'
--   app.reach     text    of a member: all, assigned, or none; empty for everybody else
--   app.assigned  uuid[]  the customers of a member with the reach `assigned`
create function app.has_right(wanted text) returns boolean language sql stable parallel safe
  as $$ select current_setting('app.kind') = 'system'
    or coalesce(position(',' || wanted || ',' in current_setting('app.rights', true)) > 0, false) $$;
create function app.sees_all() returns boolean language sql stable parallel safe
  as $$ select current_setting('app.kind') = 'system'
    or (current_setting('app.kind') = 'member' and coalesce(current_setting('app.reach', true) = 'all', false)) $$;
create function app.assigned() returns uuid[] language sql stable parallel safe
  as $$ select nullif(current_setting('app.assigned', true), '')::uuid[] $$;

create policy wall on roles for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or (side = 'contact' and (select app.kind()) = 'contact')));
create policy wall_insert on roles for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('roles.manage')) and not built_in);
create policy wall_update on roles for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('roles.manage')));
create policy wall_delete on roles for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('roles.manage')) and not built_in);
grant select, insert, update, delete on roles to portico_runtime;

-- From here on what is a customer's is seen by whom its customer is in reach of. What is written needs the right, too. An
-- update's USING stays what may be seen: `for update` asks it, and a refusal is to be told from an absence.
drop policy wall on accounts;
drop policy wall_write on accounts;
create policy wall on accounts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or id = (select app.account())
    or id = any ((select app.assigned())::uuid[])));
create policy wall_insert on accounts for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')));
create policy wall_update on accounts for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')));

drop policy wall on contacts;
drop policy wall_write on contacts;
create policy wall on contacts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])));
create policy wall_insert on contacts for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and ((select app.has_right('contacts.invite')) or (select app.has_right('contacts.manage')))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));
create policy wall_update on contacts for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and ((select app.has_right('contacts.invite')) or (select app.has_right('contacts.manage')))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));

drop policy wall on account_members;
drop policy wall_write on account_members;
create policy wall on account_members for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])));
create policy wall_write on account_members to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));

drop policy wall on invitations;
create policy wall on invitations for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));
create policy wall_insert on invitations for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and (select app.has_right('contacts.invite'))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));
create policy wall_update on invitations for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))))
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and (select app.has_right('contacts.invite'))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));

drop policy wall_write on members;
create policy wall_write on members to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('members.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('members.manage')));

drop policy wall on workspaces;
create policy wall on workspaces for select to portico_runtime using (id = (select app.workspace()));
create policy wall_insert on workspaces for insert to portico_runtime
  with check (id = (select app.workspace()) and (select app.is_system()));
create policy wall_update on workspaces for update to portico_runtime
  using (id = (select app.workspace()))
  with check (id = (select app.workspace()) and (select app.has_right('settings.manage')));

drop policy wall on portals;
create policy wall on portals for select to portico_runtime using (workspace_id = (select app.workspace()));
create policy wall_write on portals to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')));

drop policy wall on tickets;
create policy wall on tickets for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])));
create policy wall_insert on tickets for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and (select app.has_right('tickets.reply'))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('tickets.open'))
      and requester_id = (select app.person()))));
create policy wall_update on tickets for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and ((select app.has_right('tickets.reply')) or (select app.has_right('tickets.triage')))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('tickets.reply')))));

drop policy wall on replies;
create policy wall on replies for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])));
-- Whoever writes is who stands there as having written.
create policy wall_insert on replies for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.kind()) = 'member' and (select app.has_right('tickets.reply')) and member_id = (select app.person())
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and contact_id = (select app.person())
      and ((select app.has_right('tickets.reply')) or (select app.has_right('tickets.open'))))));

drop policy wall on internal_notes;
create policy wall on internal_notes for select to portico_runtime
  using (workspace_id = (select app.workspace())
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
create policy wall_insert on internal_notes for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('tickets.note')) and member_id = (select app.person())
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))));

-- The ticket is looked up through its own walls.
drop policy wall on ticket_presence;
create policy wall on ticket_presence to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and ((select app.sees_all())
    or exists (select from tickets t where t.workspace_id = ticket_presence.workspace_id and t.id = ticket_presence.ticket_id)))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and ((select app.sees_all())
    or exists (select from tickets t where t.workspace_id = ticket_presence.workspace_id and t.id = ticket_presence.ticket_id)));

drop policy wall on attachments;
create policy wall on attachments to portico_runtime
  using (workspace_id = (select app.workspace()) and (
    (select app.is_system())
    or (ticket_id is null and uploaded_by = (select app.identity()))
    or (ticket_id is not null and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (reply_id is not null and account_id = (select app.account()))))
  with check (workspace_id = (select app.workspace()) and (
    (select app.is_team()) or uploaded_by = (select app.identity())));

-- What belongs to no customer is the team's as far as they see all; of the rest everybody reads what they did themselves.
drop policy wall_read on events;
create policy wall_read on events for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or (audience = 'customer' and account_id = (select app.account()))
    or ((select app.kind()) = 'member' and (account_id = any ((select app.assigned())::uuid[])
      or actor_identity_id = (select app.identity())))));

-- A notice about a customer who is out of reach by now is not shown any more.
drop policy wall on notifications;
create policy wall on notifications to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or (identity_id = (select app.identity())
    and ((select app.kind()) <> 'member' or account_id is null or (select app.sees_all())
      or account_id = any ((select app.assigned())::uuid[])))))
  with check (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));

create or replace function app.matching_tickets(query text)
  returns table (ticket_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$
    with q as (select to_tsquery('app.words', query) as words)
    (select t.id from public.tickets t, q
      where t.workspace_id = app.workspace() and t.words @@ q.words
        and (app.sees_all() or t.account_id = app.account() or t.account_id = any (app.assigned()))
      order by t.active_at desc limit 500)
    union
    (select n.ticket_id from public.internal_notes n, q
      where n.workspace_id = app.workspace() and n.words @@ q.words
        and (app.sees_all() or n.account_id = any (app.assigned())) limit 500)
  $$;

create or replace function app.matching_accounts(query text)
  returns table (account_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app
  as $$
    declare pattern text := '%' || regexp_replace(app.folded(query), '([\\%_])', '\\\1', 'g') || '%';
    begin
      if not app.is_team() then return; end if;
      return query
        (select a.id from public.accounts a
          where a.workspace_id = app.workspace() and a.sort_name like pattern
            and (app.sees_all() or a.id = any (app.assigned())) limit 1000)
        union
        (select c.account_id from public.contacts c
          where c.workspace_id = app.workspace() and app.folded(c.name || ' ' || c.email::text) like pattern
            and (app.sees_all() or c.account_id = any (app.assigned())) limit 1000);
    end $$;

-- As in 0060, with the rights of the role and how far it reaches.
drop function app.enter(uuid, text, text);
create function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare
  s record;
  side text;
  reached text := '';
begin
  perform set_config('app.workspace', ws::text, true), set_config('app.kind', 'system', true),
    set_config('app.identity', '', true), set_config('app.account', '', true), set_config('app.person', '', true),
    set_config('app.rights', '', true), set_config('app.reach', '', true), set_config('app.assigned', '', true);
  if wanted_kind = 'system' then
    return query select 'system'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz, null::uuid,
      null::uuid, null::text[], null::text;
    return;
  end if;
  select se.id as session_id, se.identity_id, se.account_id as chosen, se.method, se.seen_at,
      (app.session_lives(se.revoked_at, se.expires_at, se.created_at, se.seen_at, w.session_hours, w.idle_minutes)
        and i.disabled_at is null) as live,
      i.email::text as email, i.locale, i.zone, i.theme, i.hotkeys, m.id as member_id, m.name as member_name, m.title as member_title, m.role as member_role,
      c.id as contact_id, c.account_id, c.name as contact_name, c.title as contact_title, c.role as contact_role,
      a.name as account_name, a.short_name as account_short_name, case when m.id is null then c.photo else m.photo end as photo,
      r.rights, r.reach
    into s
    from sessions se
    join workspaces w on w.id = ws
    join identities i on i.workspace_id = ws and i.id = se.identity_id
    left join members m on m.workspace_id = ws and m.identity_id = se.identity_id and m.disabled_at is null
    left join lateral (select * from contacts k where k.workspace_id = ws and k.identity_id = se.identity_id and k.disabled_at is null
      order by (k.account_id = se.account_id) desc nulls last, k.created_at limit 1) c on m.id is null
    left join accounts a on a.workspace_id = ws and a.id = c.account_id
    left join roles r on r.workspace_id = ws and r.side = case when m.id is not null then 'member' else 'contact' end
      and r.key = coalesce(m.role, c.role)
    where se.workspace_id = ws and se.token_hash = coalesce(wanted_hash, '');
  if s.session_id is null or not s.live or (s.member_id is null and s.contact_id is null) then
    perform set_config('app.kind', 'visitor', true);
    return query select 'visitor'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz,
      s.identity_id, null::uuid, null::text[], null::text;
    return;
  end if;
  side := case when s.member_id is not null then 'member' else 'contact' end;
  if side = 'member' then
    reached := case when 'customers.see' = any (s.rights) then s.reach else 'none' end;
    if reached = 'assigned' then
      perform set_config('app.assigned', (select coalesce(array_agg(am.account_id), '{}')::text from account_members am
        where am.workspace_id = ws and am.member_id = s.member_id), true);
    end if;
  end if;
  perform set_config('app.identity', s.identity_id::text, true),
    set_config('app.kind', side, true),
    set_config('app.person', coalesce(s.member_id, s.contact_id)::text, true),
    set_config('app.account', coalesce(case when s.member_id is null then s.account_id end::text, ''), true),
    set_config('app.rights', ',' || array_to_string(s.rights, ',') || ',', true),
    set_config('app.reach', reached, true);
  return query select side, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id, s.photo,
    s.rights, reached;
end $$;
grant execute on function app.enter(uuid, text, text) to portico_runtime;
