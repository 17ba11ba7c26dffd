-- Somebody of the team looks at the portal as one contact sees it. A look belongs to one session of theirs at one portal, for half an
-- hour; its cookie is worth nothing without that session.
create table portal_views (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  session_id uuid not null,
  portal_id uuid not null,
  member_id uuid not null,
  contact_id uuid not null,
  started_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, session_id) references sessions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, portal_id) references portals (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references contacts (workspace_id, id) on delete cascade deferrable initially immediate
);
create index portal_views_session on portal_views (workspace_id, session_id);
create index portal_views_member on portal_views (workspace_id, member_id);
create index portal_views_contact on portal_views (workspace_id, contact_id);
create index portal_views_portal on portal_views (workspace_id, portal_id);
alter table portal_views enable row level security;
alter table portal_views force row level security;
create policy wall on portal_views for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or member_id = (select app.person())));
-- Whom one looks as must be in one's own reach: the contact is asked for through its walls.
create policy wall_insert on portal_views for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('customers.view_as')) and member_id = (select app.person())
      and exists (select from contacts c where c.workspace_id = portal_views.workspace_id and c.id = portal_views.contact_id))));
create policy wall_update on portal_views for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or member_id = (select app.person())));
create policy wall_delete on portal_views for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy operator on portal_views to current_user using (true) with check (true);
grant select, insert, delete, update (ended_at) on portal_views to portico_runtime;

-- Two settings of a transaction that looks, and only app.enter_view() sets them:
--   app.viewer  uuid  the member who looks
--   app.viewed  uuid  the login of the contact, which is not app.identity(): what hangs on a login stays shut
-- Nothing takes them back before the transaction ends, not even becoming the system in it.
create function app.viewer() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.viewer', true), '')::uuid $$;
create function app.viewed() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.viewed', true), '')::uuid $$;

-- The transactions of a look are READ ONLY. Were one not, every table refuses what it writes all the same.
create function app.refuse_viewer() returns trigger language plpgsql set search_path = pg_catalog, public, app
  as $$ begin
    raise exception 'whoever looks at the portal as somebody else writes nothing' using errcode = '42501';
  end $$;
do $$
declare one record;
begin
  for one in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
  loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %s for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one.name);
  end loop;
end $$;
create or replace function app.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer)
  returns void language plpgsql security definer set search_path = pg_catalog, public
as $$
begin
  if payload ->> 'workspace' is distinct from current_setting('app.workspace') then
    raise exception 'a job must name the workspace of its transaction' using errcode = '42501';
  end if;
  if coalesce(current_setting('app.viewer', true), '') <> '' then
    raise exception 'whoever looks at the portal as somebody else sends nothing' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(task, payload::json, run_at => run_at, job_key => job_key,
    max_attempts => coalesce(max_attempts, 25));
end $$;

-- What the bell tells about the work of a customer is looked at, too; what it tells about the login itself is not.
create policy viewed on notifications for select to portico_runtime
  using (workspace_id = (select app.workspace()) and identity_id = (select app.viewed()) and account_id = (select app.account()));

-- As app.enter() for somebody with a look: the contact as who they act, then themselves. When the look does not stand (any more), only
-- themselves, with the reason.
create function app.enter_view(ws uuid, wanted_hash text, view_hash text, at_portal uuid)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text,
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
      a.name as account_name, a.short_name as account_short_name, r.rights
    into who
    from contacts c
    join accounts a on a.workspace_id = ws and a.id = c.account_id
    join roles r on r.workspace_id = ws and r.side = 'contact' and r.key = c.role
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
      set_config('app.rights', ',' || array_to_string(who.rights, ',') || ',', true);
    return query select 'contact'::text, me.session_id, coalesce(who.identity_id, who.id), who.id, who.account_id, who.account_name,
      who.account_short_name, who.name, who.email, who.title, who.role, coalesce(login.locale, me.locale), coalesce(login.zone, me.zone),
      me.theme, me.hotkeys, me.method, me.seen_at, null::uuid, who.photo, who.rights, null::text,
      v.id, v.contact_id, who.account_id, v.ends_at, null::text;
  end if;
  return query select me.kind, me.session_id, me.identity_id, me.person_id, me.account_id, me.account_name, me.account_short_name,
    me.name, me.email, me.title, me.role, me.locale, me.zone, me.theme, me.hotkeys, me.method, me.seen_at, me.was_identity, me.photo,
    me.rights, me.reach, v.id, v.contact_id, who.account_id, v.ends_at, over;
end $$;
grant execute on function app.enter_view(uuid, text, text, uuid) to portico_runtime;

alter table workspaces add column tells_of_views boolean not null default true;

-- As in 0093: that somebody of the team looked is in the log, and nothing has happened with the customer by it.
create or replace function app.touch_accounts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    update public.accounts a set active_at = f.last
      from (select workspace_id, account_id, max(created_at) as last from fresh
        where account_id is not null and kind !~ '(_read$|^view\.)' group by workspace_id, account_id) f
      where a.workspace_id = f.workspace_id and a.id = f.account_id and a.active_at < f.last - interval '1 minute';
    return null;
  end $$;
