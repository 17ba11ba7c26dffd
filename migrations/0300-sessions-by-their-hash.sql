-- As in 0200. The hash of the token is compared as it is: behind a coalesce() row-level security kept it from the index, so that a plan
-- without values read every session of the workspace for each page. Without a token it is null, and equals none.
create or replace function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text,
    flags text[], colleagues text, answers boolean)
  language plpgsql set search_path = pg_catalog, public, app
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
    set_config('app.colleagues', '', true), set_config('app.answers', '', true);
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
  return query select side, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id, s.photo,
    s.rights, reached, s.flags, sees, side = 'contact' and s.colleagues_may = 'reply';
end $$;
