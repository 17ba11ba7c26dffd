-- A business whose portals are closed: everything of theirs stays, nobody comes in, and no mail leaves. The operator opens it again.
alter table workspaces add column closed_at timestamptz;

-- As in 0001, with whether it is closed.
drop function app.portal_by_host(text);
create function app.portal_by_host(wanted text)
  returns table (workspace_id uuid, portal_id uuid, host text, slug text, name text, short_name text, locale text, zone text,
    brand jsonb, tagline text, reply_promise_minutes integer, is_installation boolean, closed boolean)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.workspace_id, p.id, p.host, w.slug, w.name, w.short_name, w.locale, w.zone, w.brand, w.tagline,
      w.reply_promise_minutes, w.is_installation, w.closed_at is not null
    from public.portals p join public.workspaces w on w.id = p.workspace_id
    where p.host = wanted and p.verified_at is not null $$;
revoke execute on function app.portal_by_host(text) from public;
grant execute on function app.portal_by_host(text) to portico_runtime;

-- As in 0053, likewise.
drop function app.installation_workspaces();
create function app.installation_workspaces()
  returns table (id uuid, name text, hosts text[], accounts bigint, contacts bigint, tickets bigint, active_at timestamptz,
    created_at timestamptz, closed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.id, w.name,
      array(select p.host from public.portals p where p.workspace_id = w.id order by p.is_primary desc, p.host),
      (select count(*) from public.accounts a where a.workspace_id = w.id and a.archived_at is null),
      (select count(*) from public.contacts c where c.workspace_id = w.id and c.disabled_at is null),
      (select count(*) from public.tickets t where t.workspace_id = w.id),
      (select max(a.active_at) from public.accounts a where a.workspace_id = w.id),
      w.created_at, w.closed_at
    from public.workspaces w
    where app.runs_installation() and not w.is_installation
    order by w.created_at, w.id $$;
revoke execute on function app.installation_workspaces() from public;
grant execute on function app.installation_workspaces() to portico_runtime;
