-- Searches are counted many in one statement: who forgets what has ended waits for none of them, and none for it. What is being counted is no longer over.
create or replace function app.forget_rate_limits() returns void
  language sql security definer set search_path = pg_catalog, public
  as $$ delete from public.rate_limits where key in (select key from public.rate_limits where resets_at < now() for update skip locked) $$;
