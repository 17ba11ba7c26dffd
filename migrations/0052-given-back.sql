-- Takes one attempt back off a budget, for an attempt that turned out to be none of those it is there to bound: a right
-- password. Refused attempts count past the limit; they were never made, so what is given back is one of the limit.
create function app.give_back(wanted_key text, allowed integer) returns void
  language sql security definer set search_path = pg_catalog, public
  as $$ update public.rate_limits r set used = greatest(least(r.used, allowed) - 1, 0)
    where r.key = wanted_key and r.resets_at > now() $$;
revoke execute on function app.give_back(text, integer) from public;
grant execute on function app.give_back(text, integer) to portico_runtime;
