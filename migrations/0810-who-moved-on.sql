-- A directory holds whom it put out where it is in charge: with its own customer. Whoever moved on to another one is let in there by its people.
create or replace function app.directory_holding(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select c.name from public.scim_users u
    join public.sso_connections c on c.workspace_id = u.workspace_id and c.id = u.connection_id and c.enabled_at is not null
    where u.workspace_id = app.workspace() and u.deactivated_at is not null
      -- Of two entries of one person that became one, the one that stayed.
      and (u.person_id = person or exists (select from public.contacts k
        where k.workspace_id = u.workspace_id and k.id = u.person_id and k.continues_as = person))
      and (c.account_id is null or exists (select from public.contacts n
        where n.workspace_id = u.workspace_id and n.id = person and n.account_id = c.account_id))
      and (app.is_team() or app.is_system() or (c.account_id is not null and c.account_id = app.account())) limit 1 $$;
