-- Whoever is invited and has signed in here before is written to in the language they chose: logins are their owners' alone.
create policy operator on identities for select to current_user using (true);
create function app.language_at(address citext) returns text
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select i.locale from public.identities i
    where (app.has_right('contacts.invite') or app.has_right('members.manage'))
      and i.workspace_id = app.workspace() and i.email = address $$;
revoke execute on function app.language_at(citext) from public;
grant execute on function app.language_at(citext) to portico_runtime;
