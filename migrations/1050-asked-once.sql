-- What a transaction asks its walls for over and over is found out once.
--
-- Which rooms and fields are shut for a customer was asked anew by every statement that names a ticket, twenty microseconds each, eight
-- times for a thread: app.enter() writes it down with the rest of who they are. Of a contact who came in by the function as it was before it is
-- asked anew.
create function app.shut_doors() returns void language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare
  rooms text;
  fields text;
begin
  select string_agg(distinct g.object, ',') filter (where g.kind = 'room'), string_agg(distinct g.object, ',') filter (where g.kind = 'field')
    into rooms, fields
    from segment_gates g
    where g.workspace_id = app.workspace()
      and not exists (select from segment_gates o
        join segment_accounts s on s.workspace_id = o.workspace_id and s.segment_id = o.segment_id and s.account_id = app.account()
        where o.workspace_id = g.workspace_id and o.kind = g.kind and o.object = g.object);
  perform set_config('app.shut_room', ',' || coalesce(rooms, '') || ',', true), set_config('app.shut_field', ',' || coalesce(fields, '') || ',', true);
end $$;
revoke execute on function app.shut_doors() from public;
grant execute on function app.shut_doors() to portico_runtime;

create or replace function app.shut(wanted text) returns text[] language sql stable parallel safe
  as $$ select case
    when app.kind() = 'contact' then coalesce(string_to_array(trim(both ',' from nullif(current_setting('app.shut_' || wanted, true), '')), ','),
      app.shut_for(app.account(), wanted))
    when app.kind() = 'visitor' and wanted = 'field' then app.shut_for(null, wanted)
    else '{}' end $$;
create or replace function app.room_open(room text) returns boolean language sql stable parallel safe
  as $$ select app.kind() <> 'contact'
    or coalesce(position(',' || room || ',' in nullif(current_setting('app.shut_room', true), '')) = 0, not room = any (app.shut_for(app.account(), 'room'))) $$;

-- As in 0300. With its owner's rights it asks the tables themselves: through the walls of ten tables it asked three dozen times who it
-- had just said it was, half of what it costs to enter. It always could make itself the system; each table is asked for one workspace.
create or replace function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text,
    flags text[], colleagues text, answers boolean)
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare
  s record;
  side text;
  reached text := '';
  sees text := '';
begin
  perform set_config('app.workspace', ws::text, true), set_config('app.kind', 'system', true),
    set_config('app.identity', '', true), set_config('app.account', '', true), set_config('app.person', '', true),
    set_config('app.rights', '', true), set_config('app.reach', '', true), set_config('app.assigned', '', true),
    set_config('app.colleagues', '', true), set_config('app.answers', '', true),
    set_config('app.shut_room', '', true), set_config('app.shut_field', '', true);
  if wanted_kind = 'system' then
    return query select 'system'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz, null::uuid,
      null::uuid, null::text[], null::text, null::text[], null::text, null::boolean;
    return;
  end if;
  select se.id as session_id, se.identity_id, se.account_id as chosen, se.method, se.seen_at,
      (app.session_lives(se.revoked_at, se.expires_at, se.created_at, se.seen_at, w.session_hours, w.idle_minutes)
        and i.disabled_at is null) as live,
      i.email::text as email, i.locale, i.zone, i.theme, i.hotkeys, m.id as member_id, m.name as member_name, m.title as member_title, m.role as member_role,
      c.id as contact_id, c.account_id, c.name as contact_name, c.title as contact_title, c.role as contact_role,
      a.name as account_name, a.short_name as account_short_name, case when m.id is null then c.photo else m.photo end as photo,
      r.rights, r.reach, c.flags,
      case when v.account_id is null then w.colleagues_see else v.colleagues_see end as colleagues_see,
      case when v.account_id is null then w.colleagues_may else v.colleagues_may end as colleagues_may,
      case when v.account_id is null then w.colleagues_flags else v.colleagues_flags end as colleagues_flags
    into s
    from sessions se
    join workspaces w on w.id = ws
    join identities i on i.workspace_id = ws and i.id = se.identity_id
    left join members m on m.workspace_id = ws and m.identity_id = se.identity_id and m.disabled_at is null
    left join lateral (select * from contacts k where k.workspace_id = ws and k.identity_id = se.identity_id and k.disabled_at is null
      order by (k.account_id = se.account_id) desc nulls last, k.created_at limit 1) c on m.id is null
    left join accounts a on a.workspace_id = ws and a.id = c.account_id
    left join account_visibility v on v.workspace_id = ws and v.account_id = c.account_id
    left join roles r on r.workspace_id = ws and r.side = case when m.id is not null then 'member' else 'contact' end
      and r.key = coalesce(m.role, c.role)
    where se.workspace_id = ws and se.token_hash = wanted_hash;
  if s.session_id is null or not s.live or (s.member_id is null and s.contact_id is null) then
    perform set_config('app.kind', 'visitor', true);
    return query select 'visitor'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz,
      s.identity_id, null::uuid, null::text[], null::text, null::text[], null::text, null::boolean;
    return;
  end if;
  side := case when s.member_id is not null then 'member' else 'contact' end;
  if side = 'member' then
    reached := case when 'customers.see' = any (s.rights) then s.reach else 'none' end;
    if reached = 'assigned' then
      perform set_config('app.assigned', (select coalesce(array_agg(am.account_id), '{}')::text from account_members am
        where am.workspace_id = ws and am.member_id = s.member_id), true);
    end if;
  else
    sees := app.standing(s.colleagues_see, s.colleagues_flags, s.rights, s.flags);
    perform set_config('app.colleagues', sees, true), set_config('app.answers', s.colleagues_may, true);
  end if;
  perform set_config('app.identity', s.identity_id::text, true),
    set_config('app.kind', side, true),
    set_config('app.person', coalesce(s.member_id, s.contact_id)::text, true),
    set_config('app.account', coalesce(case when s.member_id is null then s.account_id end::text, ''), true),
    set_config('app.rights', ',' || array_to_string(s.rights, ',') || ',', true),
    set_config('app.reach', reached, true);
  perform app.shut_doors() where side = 'contact';
  return query select side, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id, s.photo,
    s.rights, reached, s.flags, sees, side = 'contact' and s.colleagues_may = 'reply';
end $$;

revoke execute on function app.enter(uuid, text, text) from public;

-- As in 0209.
create or replace function app.enter_view(ws uuid, wanted_hash text, view_hash text, at_portal uuid)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text,
    flags text[], colleagues text, answers boolean,
    view_id uuid, view_contact uuid, view_account uuid, view_ends_at timestamptz, view_over text)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare
  me record;
  v record;
  who record;
  login record;
  over text;
begin
  select * into me from app.enter(ws, wanted_hash, 'person');
  -- Through the walls of the member: a look of theirs, a contact in their reach.
  select p.id, p.contact_id, p.ends_at, p.ended_at into v from portal_views p
    where p.workspace_id = ws and p.token_hash = view_hash and p.session_id = me.session_id and p.portal_id = at_portal;
  select c.id, c.identity_id, c.account_id, c.name, c.email::text as email, c.title, c.role, c.photo, c.disabled_at,
      a.name as account_name, a.short_name as account_short_name, r.rights, c.flags,
      app.standing(coalesce(x.colleagues_see, w.colleagues_see), coalesce(x.colleagues_flags, w.colleagues_flags), r.rights, c.flags) as sees,
      coalesce(x.colleagues_may, w.colleagues_may) as may
    into who
    from contacts c
    join accounts a on a.workspace_id = ws and a.id = c.account_id
    join roles r on r.workspace_id = ws and r.side = 'contact' and r.key = c.role
    join workspaces w on w.id = ws
    left join account_visibility x on x.workspace_id = ws and x.account_id = c.account_id
    where c.workspace_id = ws and c.id = v.contact_id;
  -- Whether their login is open, and which language they read, is known to the system alone.
  perform set_config('app.kind', 'system', true);
  select i.locale, i.zone, i.disabled_at into login from identities i where i.workspace_id = ws and i.id = who.identity_id;
  perform set_config('app.kind', me.kind, true);
  over := case
    when me.kind <> 'member' or v.id is null then 'gone'
    when v.ended_at is not null or v.ends_at <= now() then 'time'
    when not app.has_right('customers.view_as') then 'right'
    when who.id is null then 'reach'
    when who.disabled_at is not null or login.disabled_at is not null then 'contact'
  end;
  if over is null then
    perform set_config('app.viewer', me.person_id::text, true), set_config('app.viewed', coalesce(who.identity_id::text, ''), true),
      set_config('app.kind', 'contact', true), set_config('app.identity', '', true), set_config('app.person', who.id::text, true),
      set_config('app.account', who.account_id::text, true), set_config('app.reach', '', true), set_config('app.assigned', '', true),
      set_config('app.rights', ',' || array_to_string(who.rights, ',') || ',', true),
      set_config('app.colleagues', who.sees, true), set_config('app.answers', who.may, true);
    perform app.shut_doors();
    return query select 'contact'::text, me.session_id, coalesce(who.identity_id, who.id), who.id, who.account_id, who.account_name,
      who.account_short_name, who.name, who.email, who.title, who.role, coalesce(login.locale, me.locale), coalesce(login.zone, me.zone),
      me.theme, me.hotkeys, me.method, me.seen_at, null::uuid, who.photo, who.rights, null::text,
      who.flags, who.sees, who.may = 'reply',
      v.id, v.contact_id, who.account_id, v.ends_at, null::text;
  end if;
  return query select me.kind, me.session_id, me.identity_id, me.person_id, me.account_id, me.account_name, me.account_short_name,
    me.name, me.email, me.title, me.role, me.locale, me.zone, me.theme, me.hotkeys, me.method, me.seen_at, me.was_identity, me.photo,
    me.rights, me.reach, me.flags, me.colleagues, me.answers, v.id, v.contact_id, who.account_id, v.ends_at, over;
end $$;

-- PostgreSQL keeps two plans of each "exists" in a policy, of which it uses one and sets up both, with all that the other table's policies
-- ask: a tenth of what a thread costs it. With an offset there is one.
do $$
declare
  one record;
  changed text;
  opening int;
  place int;
  depth int;
begin
  -- Whoever is in has read it, and whoever comes waits before they hold anything: else they and this wait for each other.
  lock table public.sessions;
  for one in select tablename, policyname, unnest(array['using', 'with check']) as clause, unnest(array[qual, with_check]) as said
    from pg_policies where schemaname = 'public'
  loop
    changed := one.said;
    opening := strpos(changed, 'EXISTS ( SELECT');
    while opening > 0 loop
      depth := 1;
      place := opening + length('EXISTS (');
      while depth > 0 loop
        depth := depth + case substr(changed, place, 1) when '(' then 1 when ')' then -1 else 0 end;
        place := place + 1;
      end loop;
      changed := overlay(changed placing ' OFFSET 0)' from place - 1 for 1);
      place := strpos(substr(changed, opening + 1), 'EXISTS ( SELECT');
      opening := case when place > 0 then opening + place else 0 end;
    end loop;
    if changed <> one.said then
      execute format('alter policy %I on public.%I %s (%s)', one.policyname, one.tablename, one.clause, changed);
    end if;
  end loop;
end $$;
