-- As in 0331, with the business's first host: what the world is told of a page, whichever host it was asked at.
drop function app.portal_by_host(text);
create function app.portal_by_host(wanted text)
  returns table (workspace_id uuid, portal_id uuid, host text, slug text, name text, short_name text, locale text, zone text,
    brand jsonb, tagline text, reply_promise_minutes integer, is_installation boolean, closed boolean, first_host text)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select p.workspace_id, p.id, p.host, w.slug, w.name, w.short_name, w.locale, w.zone, w.brand, w.tagline,
      w.reply_promise_minutes, w.is_installation, w.closed_at is not null,
      (select f.host from public.portals f where f.workspace_id = w.id and f.is_primary and f.verified_at is not null
        order by f.created_at limit 1)
    from public.portals p join public.workspaces w on w.id = p.workspace_id
    where p.host = wanted and p.verified_at is not null $$;
revoke execute on function app.portal_by_host(text) from public;
grant execute on function app.portal_by_host(text) to portico_runtime;
