-- Somebody at the door is no customer yet, and in no segment: a field that only some customers are shown is not asked there.
create or replace function app.shut(wanted text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$ begin
  if app.kind() = 'contact' then return app.shut_for(app.account(), wanted); end if;
  if app.kind() = 'visitor' and wanted = 'field' then return app.shut_for(null, wanted); end if;
  return '{}';
end $$;
