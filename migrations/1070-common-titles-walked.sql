-- A sentence of common words was dear: for eight titles of 12,000 with "webhook" an index collects all 12,000, 3.5 ms of the 4.4 that a suggestion took. What is seen
-- more than once among the newest 400 is met again in the next 800, for a tenth of that; the index is asked for what is rare, and for what they had too little of.

-- Which of at most sixteen are in it: bit 0 for the first. Written out, because a subquery for each title cost more than the words themselves.
create function app.title_hits(named tsvector, said tsquery[]) returns int
  language sql immutable parallel safe
  as $$ select case when named @@ said[1] then 1 else 0 end + case when named @@ said[2] then 2 else 0 end
    + case when named @@ said[3] then 4 else 0 end + case when named @@ said[4] then 8 else 0 end
    + case when named @@ said[5] then 16 else 0 end + case when named @@ said[6] then 32 else 0 end
    + case when named @@ said[7] then 64 else 0 end + case when named @@ said[8] then 128 else 0 end
    + case when named @@ said[9] then 256 else 0 end + case when named @@ said[10] then 512 else 0 end
    + case when named @@ said[11] then 1024 else 0 end + case when named @@ said[12] then 2048 else 0 end
    + case when named @@ said[13] then 4096 else 0 end + case when named @@ said[14] then 8192 else 0 end
    + case when named @@ said[15] then 16384 else 0 end + case when named @@ said[16] then 32768 else 0 end $$;
revoke execute on function app.title_hits(tsvector, tsquery[]) from public;

-- As in 0721. With little memory an index notes of what is common the pages alone, which are looked at anyway until there are enough.
create or replace function app.titled(query tsquery, said tsquery[], near tsquery, least_hits int, most int) returns table (object_id uuid, worth real)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000 set work_mem = '64kB'
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  if numnode(query) = 0 then return; end if;
  return query select f.object_id, case when f.hits >= least_hits then f.hits + ts_rank(f.named, near, 1) end::real
    from (select e.object_id, e.named, bit_count(app.title_hits(e.named, said)::bit(16)) as hits from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and e.live_from <= now()
        and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened)) limit most) f;
end $$;

-- Those of the newest that have any of the words, without the first `behind`; and one line without a title that says how many were looked at.
drop function app.newest_titles(tsquery[], tsquery, int);
create function app.newest_titles(said tsquery[], near tsquery, least_hits int, behind int, many int) returns table (object_id uuid, worth real, hit int)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  return query
    with walked as materialized (select w.object_id, w.hit, case when bit_count(w.hit::bit(16)) >= least_hits then ts_rank(w.named, near, 1) end as rank
      from (select n.object_id, n.named, case when n.named @@ near then app.title_hits(n.named, said) end as hit
        from (select e.object_id, e.named from public.search_entries e
          where e.workspace_id = ws and e.kind = 'article' and e.live_from <= now()
            and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened))
          order by e.at desc, e.of_id desc offset behind limit many) n offset 0) w)
    select w.object_id, (bit_count(w.hit::bit(16)) + w.rank)::real, w.hit from walked w where w.hit > 0
    union all select null, null, count(*)::int from walked;
end $$;
revoke execute on function app.newest_titles(tsquery[], tsquery, int, int, int) from public;

-- The queries to ask once the newest are known, by which words each of them has (`seen`). `first`: what rare words drive, and what has more words than stand
-- together in any of the newest. `further`, where that finds too little: the pairs of the three rarest of the common words, those first that are seen together
-- most. `common`: what is asked last is seen more than once; `whole`: all the words are, together.
drop function app.by_rarity(tsquery[], tsquery[], int[], text[], int);
create function app.by_rarity(exact tsquery[], begun tsquery[], seen int[], least_hits int,
    out first tsquery[], out further tsquery[], out common boolean, out whole boolean)
  language plpgsql immutable parallel safe set search_path = pg_catalog, app
  as $$
declare
  every int[] := array(select generate_subscripts(exact, 1));
  counts int[] := array(select count(s.hit) from unnest(every) e (i) left join unnest(seen) s (hit) on s.hit & (1 << e.i - 1) > 0 group by e.i order by e.i);
  commons int[] := array(select i from unnest(every) i where counts[i] > 1 order by counts[i], i);
  rares int[] := array(select i from unnest(every) i where counts[i] < 2);
  any_rare tsquery := app.any_of(begun, rares);
  any_common tsquery := app.any_of(exact, commons);
  together int := (select hit from unnest(seen) hit where bit_count(hit::bit(16)) > 1 group by hit order by bit_count(hit::bit(16)) desc, count(*) desc, hit limit 1);
begin
  whole := (select count(*) > 1 from unnest(seen) hit where hit = (1 << cardinality(every)) - 1);
  if least_hits = 1 then first := array[any_rare]; further := array[any_common]; common := any_common <> ''; return; end if;
  first := array[app.two_of(array(select begun[i] from unnest(rares) i)) || case when any_rare <> '' and any_common <> '' then any_rare && any_common else '' end];
  if together is not null then
    first := first || array(select app.all_of(exact, array(select e from unnest(every) e where together & (1 << e - 1) > 0) || i)
      from unnest(commons) with ordinality o (i, n) where together & (1 << i - 1) = 0 order by n limit 3);
  end if;
  select coalesce(array_agg(exact[p.a] && exact[p.b] order by p.times desc, p.a, p.b), '{}'), coalesce(bool_or(p.times > 1), false) into further, common
    from (select a, b, (select count(*) from unnest(seen) hit where hit & (1 << a - 1) > 0 and hit & (1 << b - 1) > 0) as times
      from unnest(commons[:3]) a, unnest(commons[:3]) b where a < b) p;
end $$;
revoke execute on function app.by_rarity(tsquery[], tsquery[], int[], int) from public;

-- As in 0462, beginning with the newest: where half of what is wanted has all the words, nobody needs what is nearer.
create or replace function app.near_titles(exact tsquery[], begun tsquery[], least_hits int, wanted int) returns table (object_id uuid, worth real)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  every int[] := array(select generate_subscripts(exact, 1));
  near tsquery := app.any_of(begun, every);
  walked int := 0;
  ids uuid[] := '{}';
  whole uuid[] := '{}';
  seen int[] := '{}';
  rarity record;
  line record;
  each tsquery;
  one int;
  many int;
begin
  foreach one in array array[400, 800] loop
    for line in select * from app.newest_titles(begun, near, least_hits, walked, one) loop
      if line.object_id is null then walked := walked + line.hit; continue; end if;
      seen := seen || line.hit;
      continue when line.worth is null;
      object_id := line.object_id; worth := line.worth;
      ids := ids || object_id;
      if worth >= cardinality(exact) then whole := whole || object_id; end if;
      return next;
    end loop;
    -- That was all there is.
    if walked % 400 > 0 or walked = 0 then return; end if;
    many := (select count(distinct id) from unnest(ids) id);
    if many >= wanted and (select count(distinct id) from unnest(whole) id) >= (wanted + 1) / 2 then return; end if;
    select * into rarity from app.by_rarity(exact, begun, seen, least_hits);
    exit when not rarity.whole and (not rarity.common or many >= wanted);
  end loop;
  if cardinality(exact) > 1 then
    for object_id, worth in select t.object_id, t.worth from app.titled(app.all_of(exact, every), begun, near, least_hits, 100) t loop
      ids := ids || object_id;
      whole := whole || object_id;
      return next;
    end loop;
    if (select count(distinct id) from unnest(whole) id) >= wanted then return; end if;
  end if;
  for each, one in select q.each, q.at from unnest(rarity.first || rarity.further) with ordinality q (each, at) where q.each <> '' order by q.at loop
    if one > cardinality(rarity.first) and (select count(distinct id) from unnest(ids) id) >= wanted then return; end if;
    for object_id, worth in select t.object_id, t.worth from app.titled(each, begun, near, least_hits, 200) t where t.worth is not null loop
      ids := ids || object_id;
      return next;
    end loop;
  end loop;
end $$;

-- As in 0720; how each language bends words is asked once, and not for each word.
create or replace function app.said_in(asked text[], locales text[], out exact tsquery[], out begun tsquery[], out enough int)
  language sql stable set search_path = pg_catalog, public, app
  as $$
    select array_agg(case when f.last and f.several < 4 then f.beginning else f.exact end order by f.n), array_agg(f.beginning order by f.n),
      case when sum(case when f.run then 0.5 else 1 end) < 3 then 1 else 2 end
    from (select e.n, e.exact, e.run, e.last, count(*) over () as several, case when not e.run and (length(e.said) > 4 or e.last)
        then e.exact || to_tsquery('app.words', quote_literal(e.word) || ':*') else e.exact end as beginning
      from (select w.n, w.word, w.said, w.run, w.last, string_agg(distinct nullif(q.said, ''), ' | ')::tsquery as exact
        from (select row_number() over (order by a.n, p.n) as n, app.folded(p.said) as word, p.said, p.run, a.n = cardinality(asked) as last
            from unnest(asked) with ordinality a (word, n), lateral (
              select a.word as said, 0 as n, false as run where a.word !~ app.signs() and length(a.word) > 2
              union all select substr(s.run, i, 2), i, true from (select normalize(a.word, NFKC) as run) s, generate_series(1, greatest(length(s.run) - 1, 1)) i
                where a.word ~ app.signs() and substr(s.run, i, 2) !~ '^[\u3041-\u309f]+$') p) w,
          lateral (select to_tsquery(l.tongue, quote_literal(w.word))::text as said, true as must
              from unnest(array(select app.words_of_language(l.locale) from unnest(locales) l (locale))) l (tongue)
            union all select to_tsquery('app.words', quote_literal(w.word))::text, true
            union all select app.meaning(o.word)::text, false from public.search_synonyms s, unnest(s.words) o (word)
              where s.workspace_id = app.workspace() and s.words && array[w.word]) q
        group by w.n, w.word, w.said, w.run, w.last having not bool_or(q.must and q.said = '')) e order by e.n limit case when exists (select from unnest(asked) a where a ~ app.signs()) then 16 else 10 end) f $$;

-- As in 0981. A word that is seen among the newest is one that begins in some title: of a common one no index has to collect all.
create or replace function app.as_meant(asked text[], locales text[]) returns text[]
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  meant text[] := asked;
  said tsquery[] := array_fill(null::tsquery, array[10]);
  words tsquery := '';
  seen int;
  near text;
  one tsquery;
begin
  for k in 1 .. least(cardinality(asked), 10) loop
    continue when length(asked[k]) < 4 or asked[k] ~ app.signs();
    said[k] := (select s.begun[1] from app.said_in(asked[k:k], locales) s);
    words := words || coalesce(said[k], '');
  end loop;
  seen := (select bit_or(t.hit) from app.newest_titles(said, words, 1, 0, 400) t where t.object_id is not null);
  for k in 1 .. 10 loop
    continue when said[k] is null or coalesce(seen, 0) & (1 << k - 1) > 0 or exists (select from app.titled(said[k], said[k:k], said[k], 1, 1));
    for near in select * from app.like_word(app.folded(asked[k])) loop
      one := to_tsquery('app.words', quote_literal(near));
      if exists (select from app.titled(one, array[one], one, 1, 1)) then meant[k] := near; exit; end if;
    end loop;
  end loop;
  return meant;
end $$;
