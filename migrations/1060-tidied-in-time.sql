-- Tables whose rows are written anew with each answer, and of which every page reads the newest: PostgreSQL comes by to tidy them when a fifth has changed.
-- Of 200,000 tickets that is 40,000 rows that are there no more, all of them of whoever is busy, and a page looks at each again: an index that has many rows
-- under one value (who waits, by customer) cannot forget one of them before it is tidied, and a count that goes by a bitmap never tries. 17,600 of them took
-- a third of what the inbox costs PostgreSQL and a fifth of what home does. Now it is a hundredth, of the search's entries, which a reply writes twice, half
-- of that; and their indexes each time, which a few pages of a large table would else not be worth: 0.2 s for those tickets, 1.5 s for 640,000 entries.
alter table tickets set (autovacuum_vacuum_scale_factor = 0.01, vacuum_index_cleanup = on);
alter table search_entries set (autovacuum_vacuum_scale_factor = 0.005, vacuum_index_cleanup = on);
alter table notifications set (autovacuum_vacuum_scale_factor = 0.01, vacuum_index_cleanup = on);

-- Beside words that stand in the row (0960), a long ticket's title and what it is found by went out of it, first of all: short as they are, each was three
-- pages more to look at for whoever walks through titles. Holds for what is written from now on.
alter table search_entries alter column title set storage main, alter column named set storage main;

-- As in 1051. What a later page and whoever sees some customers need is found out where it is needed.
create or replace function app.found_tickets(asked text[], locales text[], most int default 500, before_at timestamptz default null, before_id uuid default null)
  returns table (ticket_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  kept boolean := before_at is null and app.sees_all();
  enough int := least(greatest(most, 1), 500);
  query tsquery := app.asked_for(asked, locales);
  wall text;
  page text;
  met uuid[];
begin
  if kept then
    return query select i.of_id from app.all_by_index('note', false, query, 500) i;
    met := app.newest_tickets_of_all(query, enough);
    if cardinality(met) = enough then return query select unnest(met); return; end if;
  end if;
  wall := app.search_wall('ticket');
  page := case when before_at is null then 'true' else format('(e.at, e.of_id) < (%L, %L)', before_at, before_id) end;
  if not kept then
    return query select i.of_id from app.by_index('note', 'words', app.search_wall('note'), query, 500) i;
    met := app.newest_tickets_with(query, wall, page, enough);
    if cardinality(met) = enough then return query select unnest(met); return; end if;
  end if;
  select array_agg(i.of_id order by i.at desc, i.of_id desc) into met
    from app.by_index('ticket', 'words', format('(%s) and %s', wall, page), query, 3000) i;
  if cardinality(met) = 3000 then
    return query execute format('select e.of_id from public.search_entries e where e.workspace_id = app.workspace() and e.kind = ''ticket''
      and e.words @@ $1 and (%s) and %s order by e.at desc, e.of_id desc limit %s', wall, page, enough) using query;
  else return query select unnest(met[:enough]); end if;
end $$;
