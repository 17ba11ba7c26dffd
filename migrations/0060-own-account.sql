-- What people say about themselves, where they are signed in, and how long that may last.

-- Beside the name, because whoever may read the one may read the other. `photo` names a row of person_pictures.
alter table contacts
  add column phone text not null default '' check (length(phone) <= 40),
  add column photo uuid;
alter table members
  add column phone text not null default '' check (length(phone) <= 40),
  add column photo uuid;

-- `device` is the SHA-256 of what a browser keeps to be recognised by; it opens nothing. `proved_at` is when this person
-- last proved who they are, null while that is the sign-in itself.
alter table sessions
  add column device text check (device ~ '^[0-9a-f]{64}$'),
  add column proved_at timestamptz;

-- A session ends so long after it began, and so long after it was last used (null: never for that).
alter table workspaces
  add column session_hours integer not null default 720 check (session_hours between 1 and 720),
  add column idle_minutes integer check (idle_minutes between 15 and 43200);

-- Small, looked through on the way in, and beside the person, so that a backup has both. A new picture is a new row: its
-- address never shows another one.
create table person_pictures (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp')),
  content bytea not null check (octet_length(content) between 1 and 1048576),
  set_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, identity_id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade
);
alter table person_pictures alter column content set storage external;
alter table person_pictures enable row level security;
alter table person_pictures force row level security;
-- Whoever sees the person sees their picture: the two tables are read through their own walls.
create policy wall on person_pictures for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())
    or exists (select from members m where m.workspace_id = person_pictures.workspace_id and m.photo = person_pictures.id)
    or exists (select from contacts c where c.workspace_id = person_pictures.workspace_id and c.photo = person_pictures.id)));
create policy wall_write on person_pictures to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on person_pictures to portico_runtime;
create index contacts_photo on contacts (workspace_id, photo) where photo is not null;
create index members_photo on members (workspace_id, photo) where photo is not null;

-- The one rule for how long a session lasts: for app.enter(), for open streams, and for the list its owner sees. Simple
-- enough for the planner to take it apart.
create function app.session_lives(revoked_at timestamptz, expires_at timestamptz, created_at timestamptz,
    seen_at timestamptz, session_hours integer, idle_minutes integer)
  returns boolean language sql stable parallel safe
  as $$ select revoked_at is null and expires_at > now() and created_at > now() - make_interval(hours => session_hours)
    and (idle_minutes is null or seen_at > now() - make_interval(mins => idle_minutes)) $$;
grant execute on function app.session_lives(timestamptz, timestamptz, timestamptz, timestamptz, integer, integer)
  to portico_runtime;

-- As in 0002, with the limits of the workspace and the person's picture.
drop function app.enter(uuid, text, text);
create function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare s record;
begin
  perform set_config('app.workspace', ws::text, true), set_config('app.kind', 'system', true),
    set_config('app.identity', '', true), set_config('app.account', '', true), set_config('app.person', '', true);
  if wanted_kind = 'system' then
    return query select 'system'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz, null::uuid,
      null::uuid;
    return;
  end if;
  select se.id as session_id, se.identity_id, se.account_id as chosen, se.method, se.seen_at,
      (app.session_lives(se.revoked_at, se.expires_at, se.created_at, se.seen_at, w.session_hours, w.idle_minutes)
        and i.disabled_at is null) as live,
      i.email::text as email, i.locale, i.zone, i.theme, i.hotkeys, m.id as member_id, m.name as member_name, m.title as member_title, m.role as member_role,
      c.id as contact_id, c.account_id, c.name as contact_name, c.title as contact_title, c.role as contact_role,
      a.name as account_name, a.short_name as account_short_name, case when m.id is null then c.photo else m.photo end as photo
    into s
    from sessions se
    join workspaces w on w.id = ws
    join identities i on i.workspace_id = ws and i.id = se.identity_id
    left join members m on m.workspace_id = ws and m.identity_id = se.identity_id and m.disabled_at is null
    left join lateral (select * from contacts k where k.workspace_id = ws and k.identity_id = se.identity_id and k.disabled_at is null
      order by (k.account_id = se.account_id) desc nulls last, k.created_at limit 1) c on m.id is null
    left join accounts a on a.workspace_id = ws and a.id = c.account_id
    where se.workspace_id = ws and se.token_hash = coalesce(wanted_hash, '');
  if s.session_id is null or not s.live or (s.member_id is null and s.contact_id is null) then
    perform set_config('app.kind', 'visitor', true);
    return query select 'visitor'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz,
      s.identity_id, null::uuid;
    return;
  end if;
  perform set_config('app.identity', s.identity_id::text, true),
    set_config('app.kind', case when s.member_id is not null then 'member' else 'contact' end, true),
    set_config('app.person', coalesce(s.member_id, s.contact_id)::text, true),
    set_config('app.account', coalesce(case when s.member_id is null then s.account_id end::text, ''), true);
  return query select case when s.member_id is not null then 'member' else 'contact' end, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id, s.photo;
end $$;
grant execute on function app.enter(uuid, text, text) to portico_runtime;
