-- A search costs less of the processor again (0428). A customer's own tickets are few: where there are no more than 500, they are gone through
-- whatever is asked, instead of an index of everybody's, in which what is common costs most. What they ask, and who sees all tickets, has plans that
-- are kept; only who sees some customers' has one made for each search, as who those are decides by which index they are walked through.

-- The wall of a customer's tickets, as in `app.search_wall`: what it is asked by is given, and the function is a part of each query that names it.
create function app.own_ticket_wall(e public.search_entries, own uuid, me uuid, everyone boolean, invited uuid[])
  returns boolean language sql stable
  as $$ select e.audience = 'account' and e.account_id = own
    and (e.person_id = me or (everyone and not e.narrowed) or e.of_id = any (invited)) $$;
revoke execute on function app.own_ticket_wall(public.search_entries, uuid, uuid, boolean, uuid[]) from public;

-- As `app.search_of_kind`, of a customer's own; `whole`: these are all that there are.
create function app.search_own_tickets(query tsquery, most int, titles boolean, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector, whole boolean)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); own uuid := app.account(); me uuid := app.person();
  everyone boolean := app.colleagues() = 'all'; invited uuid[] := app.named_tickets();
  enough int := most + least(most, 20);
begin
  if walked then
    return query select null::uuid, null::text, null::uuid, null::int, null::timestamptz, null::tsvector, count(*) < 500 from (select from public.search_entries e
      where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited) limit 500) e;
    return;
  end if;
  return query
    with mine as materialized (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named @@ query as titled from public.search_entries e
        where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited)
        order by e.at desc, e.of_id desc limit 500),
      of_all as materialized (select count(*) < 500 as whole, count(*) filter (where m.titled) as titled from mine m)
    select f.*, o.whole from of_all o, lateral (
      (select m.object_id, m.locale, m.of_id, m.heft, m.at, m.words from mine m where m.titled limit enough)
      union all
      (select m.object_id, m.locale, m.of_id, m.heft, m.at, m.words from mine m
        where not titles and o.titled < most and not m.titled and m.words @@ query limit enough)
      -- That there is nothing among them says so as well.
      union all select null, null, null, null, null, null) f;
end $$;
revoke execute on function app.search_own_tickets(tsquery, int, boolean, boolean) from public;

-- Of what there is of one kind, for who sees all of it: the newest in order, and what an index of words names, as in 0428.
create function app.newest_of_all(kind text, query tsquery, most int, enough int, titles boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector, by_title boolean)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
#variable_conflict use_column
declare ws uuid := app.workspace(); asked text := kind;
begin
  return query with titled as materialized (select e.* from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named
      from public.search_entries e where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 400) e
      where e.named @@ query limit enough)
    select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, true from titled e
    union all select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, false from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words
      from public.search_entries e where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 100) e
      where not titles and (select count(*) from titled) < most and e.words @@ query;
end $$;
revoke execute on function app.newest_of_all(text, tsquery, int, int, boolean) from public;

create function app.all_by_index(kind text, title boolean, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare ws uuid := app.workspace();
begin
  if kind = 'note' then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'note' and e.words @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
  elsif title then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' and e.named @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
  else
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' and e.words @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
  end if;
end $$;
revoke execute on function app.all_by_index(text, boolean, tsquery, int) from public;

-- As in 0428, by plans that are kept for whoever sees all.
create or replace function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  wall text := app.search_wall(kind);
  kept boolean := wall = 'true' and kind in ('ticket', 'note');
  newest text := format('public.search_entries e where e.workspace_id = %L and e.kind = %L and (%s) order by e.at desc, e.of_id desc',
    app.workspace(), kind, wall);
  line record;
  named int := 0;
  met int := 0;
  further int;
  enough int := most + least(most, 20);
begin
  if kind = 'article' then return query select * from app.search_articles(query, known, most, titles, lang, walked); return; end if;
  if kind in ('account', 'contact') then return query select * from app.search_people(kind, query, most, titles); return; end if;
  if wall = 'false' then return; end if;
  if kind = 'ticket' and app.kind() = 'contact' then
    for line in select * from app.search_own_tickets(query, most, titles, walked) loop
      if line.object_id is null then
        -- What is asked of all of them again has been answered.
        if line.whole then return; end if;
        continue;
      end if;
      named := named + 1;
      object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
      return next;
    end loop;
    if named >= most then return; end if;
  elsif not walked then
    for line in execute case when kept then format('select * from app.newest_of_all(%L, $1, %s, %s, %L)', kind, most, enough, titles)
      else format('with titled as materialized (select e.* from (select * from %1$s limit 400) e where e.named @@ $1 limit %2$s)
      select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, true as by_title from titled e
      union all select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, false from (select * from %1$s limit 100) e
        where %3$L and (select count(*) from titled) < %4$s and e.words @@ $1', newest, enough, not titles, most) end using query
    loop
      if line.by_title then named := named + 1; else met := met + 1; end if;
      object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
      return next;
    end loop;
    -- What has it in its text alone stands behind all of these.
    if named >= most then return; end if;
    if not titles and met > 1 and met < enough then
      return query execute format('select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from %s limit 1400 offset 100) e
        where e.words @@ $1 limit %s', newest, enough - met) using query;
      get diagnostics further = row_count;
      met := met + further;
    end if;
    -- A page of many is not worth looking for more titles than it has at its head.
    if met >= enough and named >= 12 then return; end if;
  end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    if kept then return query select * from app.all_by_index(kind, false, known, enough);
    else return query select * from app.by_index(kind, 'words', wall, known, enough); end if;
    get diagnostics met = row_count;
  end if;
  if kind <> 'note' and (titles or met >= enough) then
    if kept then return query select * from app.all_by_index(kind, true, known, enough);
    else return query select * from app.by_index(kind, 'named', wall, known, enough); end if;
  end if;
end $$;
