-- As in 0205, with what the contact sees of colleagues.
-- As app.enter() for somebody with a look: the contact as who they act, then themselves. When the look does not stand (any more), only
-- themselves, with the reason.
drop function app.enter_view(uuid, text, text, uuid);
create function app.enter_view(ws uuid, wanted_hash text, view_hash text, at_portal uuid)
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
grant execute on function app.enter_view(uuid, text, text, uuid) to portico_runtime;

-- Where 0200 came after 0205, its tables refuse whoever looks as well.
do $$
declare one record;
begin
  for one in select c.oid::regclass as name from pg_class c
    where c.oid in ('account_visibility'::regclass, 'ticket_people'::regclass)
      and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'viewer_writes_nothing')
  loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %s for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one.name);
  end loop;
end $$;
