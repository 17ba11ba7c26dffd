-- Suggestions cost less (0461), so that sixteen who write at once get them at once. That function went through every article there is for
-- each sentence: PostgreSQL read an index of the order from end to end, and what a common word is in was counted word by word. Here, as in
-- 0423, each way has its bound: titles with all words first, by the index; then the newest 400, which also say which words are rare, of what
-- whoever asks may read and nothing else; then the index again, driven by the rare ones. Where there are no more than 400 that is all there is.

-- The words of a sentence that say something in every language of it: each as it stands or is bent or is meant, and as it begins. A short word
-- is not taken for a beginning, unless it is the one that is being written. Where there are more than three, that one drives no query as a beginning
-- either: what begins like it costs more than it tells.
create function app.said_in(asked text[], locales text[], out exact tsquery[], out begun tsquery[])
  language sql stable set search_path = pg_catalog, public, app
  as $$
    select array_agg(case when f.n = cardinality(asked) and f.several < 4 then f.beginning else f.exact end order by f.n), array_agg(f.beginning order by f.n)
    from (select e.n, e.exact, count(*) over () as several, case when length(asked[e.n]) > 4 or e.n = cardinality(asked)
        then e.exact || to_tsquery('app.words', quote_literal(e.word) || ':*') else e.exact end as beginning
      from (select w.n, w.word, string_agg(distinct nullif(q.said, ''), ' | ')::tsquery as exact
        from (select a.n, app.folded(a.word) as word from unnest(asked) with ordinality a (word, n) where length(a.word) > 2) w,
          lateral (select to_tsquery(app.words_of_language(l.locale), quote_literal(w.word))::text as said, true as must from unnest(locales) l (locale)
            union all select to_tsquery('app.words', quote_literal(w.word))::text, true
            union all select phraseto_tsquery('app.words', o.word)::text, false from public.search_synonyms s, unnest(s.words) o (word)
              where s.workspace_id = app.workspace() and s.words && array[w.word]) q
        group by w.n, w.word having not bool_or(q.must and q.said = '')) e order by e.n limit 10) f $$;
revoke execute on function app.said_in(text[], text[]) from public;

-- Any, or all, of some of these.
create function app.any_of(words tsquery[], which int[]) returns tsquery
  language plpgsql immutable parallel safe set search_path = pg_catalog
  as $$
declare one int; said tsquery := '';
begin
  foreach one in array which loop said := said || words[one]; end loop;
  return said;
end $$;
create function app.all_of(words tsquery[], which int[]) returns tsquery
  language plpgsql immutable parallel safe set search_path = pg_catalog
  as $$
declare one int; said tsquery := '';
begin
  foreach one in array which loop said := said && words[one]; end loop;
  return said;
end $$;
revoke execute on function app.any_of(tsquery[], int[]), app.all_of(tsquery[], int[]) from public;

-- At least two of these: of each half, or one of either.
create function app.two_of(words tsquery[]) returns tsquery
  language plpgsql immutable parallel safe set search_path = pg_catalog, app
  as $$
declare
  level tsquery[] := words;
  above tsquery[];
  two tsquery := '';
begin
  while cardinality(level) > 1 loop
    above := '{}';
    for i in 1 .. cardinality(level) by 2 loop
      if i = cardinality(level) then above := above || level[i]; continue; end if;
      two := two || (level[i] && level[i + 1]);
      above := above || (level[i] || level[i + 1]);
    end loop;
    level := above;
  end loop;
  return two;
end $$;
revoke execute on function app.two_of(tsquery[]) from public;

-- How near a title is: as many of the words as it has, and among equals how they stand in it; nothing where it has fewer than it must.
create function app.title_worth(named tsvector, said tsquery[], near tsquery, least_hits int) returns real
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select case when h.n >= least_hits then h.n + ts_rank(named, near, 1) end
    from (select count(*) as n from unnest(said) q where named @@ q) h $$;
revoke execute on function app.title_worth(tsvector, tsquery[], tsquery, int) from public;

-- Of what is live and whoever asks may read, in whatever language, the titles that an index of words names.
create function app.titled(query tsquery, said tsquery[], near tsquery, least_hits int, most int) returns table (object_id uuid, worth real)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  if numnode(query) = 0 then return; end if;
  return query select f.object_id, app.title_worth(f.named, said, near, least_hits) from (select e.object_id, e.named from public.search_entries e
    where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and e.live_from <= now()
      and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened)) limit most) f;
end $$;
revoke execute on function app.titled(tsquery, tsquery[], tsquery, int, int) from public;

-- The newest of the same, and which of the words each title has.
create function app.newest_titles(said tsquery[], near tsquery, least_hits int) returns table (object_id uuid, worth real, hit int[])
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  return query select f.object_id, case when f.met then app.title_worth(f.named, said, near, least_hits) end,
      case when f.met then array(select q.i::int from unnest(said) with ordinality q (one, i) where f.named @@ q.one) else '{}' end
    from (select e.object_id, e.named, e.named @@ near as met from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.live_from <= now()
        and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened))
      order by e.at desc, e.of_id desc limit 400) f;
end $$;
revoke execute on function app.newest_titles(tsquery[], tsquery, int) from public;

-- The queries to ask once the newest are known: `first` what rare words drive, and what has more words than stand together in any of the newest
-- (`seen`: which words do, the most of them first). `further`, where that finds too little: the pairs of the three rarest of the common words, those
-- first that are seen together most.
create function app.by_rarity(exact tsquery[], begun tsquery[], counts int[], seen text[], least_hits int, out first tsquery[], out further tsquery[])
  language plpgsql immutable parallel safe set search_path = pg_catalog, app
  as $$
declare
  commons int[] := array(select i from generate_subscripts(counts, 1) i where counts[i] > 1 order by counts[i], i);
  rares int[] := array(select i from generate_subscripts(counts, 1) i where counts[i] < 2 order by i);
  any_rare tsquery := app.any_of(begun, rares);
  any_common tsquery := app.any_of(exact, commons);
  together int[];
begin
  if least_hits = 1 then first := array[any_rare]; further := array[any_common]; return; end if;
  first := array[app.two_of(array(select begun[i] from unnest(rares) i)) || case when any_rare <> '' and any_common <> '' then any_rare && any_common else '' end];
  together := (select string_to_array(h, ' ')::int[] from unnest(seen) h where position(' ' in h) > 0 group by h
    order by cardinality(string_to_array(h, ' ')) desc, count(*) desc, h limit 1);
  if together is not null then
    first := first || array(select app.all_of(exact, together || i) from unnest(commons) with ordinality o (i, n) where i <> all (together) order by n limit 3);
  end if;
  further := array(select exact[a] && exact[b] from unnest(commons[:3]) a, unnest(commons[:3]) b where a < b
    order by (select count(*) from unnest(seen) h where string_to_array(h, ' ')::int[] @> array[a, b]) desc, a, b);
end $$;
revoke execute on function app.by_rarity(tsquery[], tsquery[], int[], text[], int) from public;

create function app.near_titles(exact tsquery[], begun tsquery[], least_hits int, wanted int) returns table (object_id uuid, worth real)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  n int := cardinality(exact);
  every int[] := array(select generate_subscripts(exact, 1));
  near tsquery := app.any_of(begun, every);
  counts int[] := array_fill(0, array[n]);
  walked int := 0;
  ids uuid[] := '{}';
  seen text[] := '{}';
  step record;
  one int;
  each tsquery;
begin
  if n > 1 then
    for object_id, worth in select t.object_id, t.worth from app.titled(app.all_of(exact, every), begun, near, least_hits, 100) t loop
      ids := ids || object_id;
      return next;
    end loop;
    if (select count(distinct id) from unnest(ids) id) >= wanted then return; end if;
  end if;
  for step in select * from app.newest_titles(begun, near, least_hits) loop
    walked := walked + 1;
    foreach one in array step.hit loop counts[one] := counts[one] + 1; end loop;
    continue when step.worth is null;
    object_id := step.object_id; worth := step.worth;
    ids := ids || object_id; seen := seen || array_to_string(step.hit, ' ');
    return next;
  end loop;
  -- That was all there is.
  if walked < 400 then return; end if;
  select * into step from app.by_rarity(exact, begun, counts, seen, least_hits);
  for each, one in select q.each, q.at from unnest(step.first || step.further) with ordinality q (each, at) where q.each <> '' order by q.at loop
    if one > cardinality(step.first) and (select count(distinct id) from unnest(ids) id) >= wanted then return; end if;
    for object_id, worth in select t.object_id, t.worth from app.titled(each, begun, near, least_hits, 200) t where t.worth is not null loop
      ids := ids || object_id;
      return next;
    end loop;
  end loop;
end $$;
revoke execute on function app.near_titles(tsquery[], tsquery[], int, int) from public;

-- The articles that a sentence may be about: at least two words of it are in a title with its headings, or one where it has no three. As in 0461,
-- what is shown is read through the walls of articles once more.
create or replace function app.related_articles(asked text[], locales text[], most int default 8)
  returns table (article_id uuid, score real)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  wanted int := least(greatest(most, 1), 20);
  said record;
begin
  if app.kind() not in ('contact', 'member', 'system') then return; end if;
  select * into said from app.said_in(asked, locales);
  if said.exact is null then return; end if;
  return query select f.object_id, max(f.worth) from app.near_titles(said.exact, said.begun, case when cardinality(said.exact) < 3 then 1 else 2 end,
    wanted) f group by f.object_id order by 2 desc, 1 limit wanted;
end $$;
