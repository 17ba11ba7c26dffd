-- The walls. Every table of a workspace is read and written through row-level security that is
-- forced (the owner obeys it too) and that looks at five settings of the transaction:
--   app.workspace  uuid   which business. Unset or malformed is an error, never "no filter".
--   app.kind       text   visitor | contact | member | system
--   app.identity   uuid   the login behind the request, empty for a visitor or the system
--   app.account    uuid   the one account a contact acts for, empty for everybody else
--   app.person     uuid   the member or contact row
-- app.enter() is the only function that sets them from a session; src/platform/db/scope.ts is the only caller.
create schema app;
grant usage on schema app to portico_runtime;
grant usage on schema public to portico_runtime;

create function app.workspace() returns uuid language sql stable parallel safe
  as $$ select current_setting('app.workspace')::uuid $$;
create function app.kind() returns text language sql stable parallel safe
  as $$ select current_setting('app.kind') $$;
create function app.identity() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.identity', true), '')::uuid $$;
create function app.account() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.account', true), '')::uuid $$;
create function app.person() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.person', true), '')::uuid $$;
create function app.is_team() returns boolean language sql stable parallel safe
  as $$ select current_setting('app.kind') in ('member', 'system') $$;
create function app.is_system() returns boolean language sql stable parallel safe
  as $$ select current_setting('app.kind') = 'system' $$;

-- One business. `brand` is the shape of src/platform/ui/brand.ts; `promise` is the reply time shown to customers.
create table workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 120),
  short_name text not null check (length(short_name) between 1 and 60),
  locale text not null default 'en',
  zone text not null default 'UTC',
  brand jsonb not null default '{}',
  tagline text not null default '',
  reply_promise_minutes integer check (reply_promise_minutes > 0),
  is_installation boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index workspaces_one_installation on workspaces (is_installation) where is_installation;
alter table workspaces enable row level security;
alter table workspaces force row level security;
create policy wall on workspaces to portico_runtime
  using (id = (select app.workspace())) with check (id = (select app.workspace()));
create policy operator on workspaces to current_user using (true) with check (true);
grant select, insert, update on workspaces to portico_runtime;

-- The public face of a workspace: a host name. Exact, lower case, without port.
create table portals (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  host text not null unique check (host = lower(host) and host !~ '[:/ ]' and length(host) between 1 and 253),
  is_primary boolean not null default true,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
alter table portals enable row level security;
alter table portals force row level security;
create policy wall on portals to portico_runtime
  using (workspace_id = (select app.workspace())) with check (workspace_id = (select app.workspace()));
create policy operator on portals to current_user using (true) with check (true);
grant select, insert, update, delete on portals to portico_runtime;

-- Before a workspace is known there is only a host. This answers that one question and nothing else.
create function app.portal_by_host(wanted text)
  returns table (workspace_id uuid, portal_id uuid, host text, slug text, name text, short_name text, locale text, zone text,
    brand jsonb, tagline text, reply_promise_minutes integer, is_installation boolean)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.workspace_id, p.id, p.host, w.slug, w.name, w.short_name, w.locale, w.zone, w.brand, w.tagline,
      w.reply_promise_minutes, w.is_installation
    from public.portals p join public.workspaces w on w.id = p.workspace_id
    where p.host = wanted and p.verified_at is not null $$;
create function app.has_workspaces() returns boolean
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select exists (select from public.workspaces where not is_installation) $$;
-- For chores that visit every workspace in turn, each through its own walls.
create function app.workspace_ids() returns table (id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.id from public.workspaces w order by w.id $$;
revoke execute on function app.portal_by_host(text), app.has_workspaces(), app.workspace_ids() from public;
grant execute on function app.portal_by_host(text), app.has_workspaces(), app.workspace_ids() to portico_runtime;

-- Short numbers people can say: T-1482. One row per workspace and series; the row lock orders the takers.
create table counters (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  name text not null,
  value bigint not null default 0,
  primary key (workspace_id, name)
);
alter table counters enable row level security;
alter table counters force row level security;
create policy wall on counters to portico_runtime
  using (workspace_id = (select app.workspace())) with check (workspace_id = (select app.workspace()));
grant select, insert, update on counters to portico_runtime;

-- Request budgets. Not a workspace's data: keys are hashes of (purpose, who). Survives a restart of the server,
-- need not survive a crash of the database.
create unlogged table rate_limits (
  key text primary key,
  used integer not null,
  resets_at timestamptz not null
);
create function app.take(wanted_key text, window_seconds integer)
  returns table (used integer, resets_at timestamptz)
  language sql security definer set search_path = pg_catalog, public
  as $$ insert into public.rate_limits as r (key, used, resets_at)
      values (wanted_key, 1, now() + make_interval(secs => window_seconds))
    on conflict (key) do update set
      used = case when r.resets_at <= now() then 1 else r.used + 1 end,
      resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
    returning used, resets_at $$;
create function app.forget_rate_limits() returns void
  language sql security definer set search_path = pg_catalog, public
  as $$ delete from public.rate_limits where resets_at < now() $$;
revoke execute on function app.take(text, integer), app.forget_rate_limits() from public;
grant execute on function app.take(text, integer), app.forget_rate_limits() to portico_runtime;
