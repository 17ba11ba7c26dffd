-- How many tickets a business has is counted: the counter of 0031 gives out their numbers, and those need not begin at one.
-- Counting reads the index of (workspace_id, number) alone, not the rows.

create or replace function app.installation_workspaces()
  returns table (id uuid, name text, hosts text[], accounts bigint, contacts bigint, tickets bigint, active_at timestamptz,
    created_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.id, w.name,
      array(select p.host from public.portals p where p.workspace_id = w.id order by p.is_primary desc, p.host),
      (select count(*) from public.accounts a where a.workspace_id = w.id and a.archived_at is null),
      (select count(*) from public.contacts c where c.workspace_id = w.id and c.disabled_at is null),
      (select count(*) from public.tickets t where t.workspace_id = w.id),
      (select max(a.active_at) from public.accounts a where a.workspace_id = w.id),
      w.created_at
    from public.workspaces w
    where app.runs_installation() and not w.is_installation
    order by w.created_at, w.id $$;

drop policy operator on counters;
