-- The first page of a list that is searched by somebody who sees every customer: its two questions read the same each time, as those of a
-- search do (0463), so they are planned once on a connection, for half of what they cost.
create function app.newest_tickets_of_all(query tsquery, most int) returns uuid[]
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace();
  met uuid[];
begin
  select array_agg(f.of_id) into met from (select e.of_id from (select e.of_id, e.at, e.words from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' order by e.at desc, e.of_id desc limit 1000) e
    where e.words @@ query order by e.at desc, e.of_id desc limit most) f;
  return met;
end $$;
revoke execute on function app.newest_tickets_of_all(tsquery, int) from public;

-- As in 0464, with the plans that are kept.
create or replace function app.found_tickets(asked text[], locales text[], most int default 500, before_at timestamptz default null, before_id uuid default null)
  returns table (ticket_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  wall text := app.search_wall('ticket');
  page text := case when before_at is null then 'true' else format('(e.at, e.of_id) < (%L, %L)', before_at, before_id) end;
  kept boolean := before_at is null and app.sees_all();
  enough int := least(greatest(most, 1), 500);
  query tsquery := app.asked_for(asked, locales);
  met uuid[];
begin
  if kept then
    return query select i.of_id from app.all_by_index('note', false, query, 500) i;
    met := app.newest_tickets_of_all(query, enough);
  else
    return query select i.of_id from app.by_index('note', 'words', app.search_wall('note'), query, 500) i;
    met := app.newest_tickets_with(query, wall, page, enough);
  end if;
  if cardinality(met) = enough then return query select unnest(met); return; end if;
  select array_agg(i.of_id order by i.at desc, i.of_id desc) into met
    from app.by_index('ticket', 'words', format('(%s) and %s', wall, page), query, 3000) i;
  if cardinality(met) = 3000 then
    return query execute format('select e.of_id from public.search_entries e where e.workspace_id = app.workspace() and e.kind = ''ticket''
      and e.words @@ $1 and (%s) and %s order by e.at desc, e.of_id desc limit %s', wall, page, enough) using query;
  else return query select unnest(met[:enough]); end if;
end $$;
