-- A customer that somebody made by signing up, and that nobody of the team has done anything about yet. What its people invite
-- goes out in smaller numbers, and without the names that they gave themselves.
create function app.is_unmet(account uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select (app.is_system() or account = app.account())
      and not exists (select 1 from public.events e
        where e.workspace_id = app.workspace() and e.account_id = account and e.actor_kind = 'member')
      and exists (select 1 from public.events e
        where e.workspace_id = app.workspace() and e.account_id = account and e.kind = 'newcomer.joined'
          and e.data ->> 'as' = 'first') $$;
revoke execute on function app.is_unmet(uuid) from public;
grant execute on function app.is_unmet(uuid) to portico_runtime;
