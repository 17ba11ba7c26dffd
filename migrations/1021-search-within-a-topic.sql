-- A search within one topic looks through all of it: what was found in all of them is cut at the best few, and of these there may be none in it.
create function app.articles_of_topic(query tsquery, topic uuid, most int, lang text)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
    where e.workspace_id = ws and e.kind = 'article' and e.words @@ query and e.topic_id = topic
      and app.article_wall(e, lang, false, everything, readable, opened) limit 1000) e order by e.at desc, e.of_id desc limit 2 * most;
end $$;
revoke execute on function app.articles_of_topic(tsquery, uuid, int, text) from public;

-- As in 0960; a word of one or two letters that begins no title is looked for in texts, as a whole word.
drop function app.search(text[], text[], text[], int);
create function app.search(asked text[], locales text[], kinds text[], most int default 20, topic uuid default null)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  step text;
  query tsquery;
  known tsquery;
  before tsquery;
  near text[];
  share real;
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  run boolean := asked[1] ~ app.signs();
  short boolean := several = 0 and length(asked[1]) < 3 and not run;
  begun tsquery := app.asked_for(asked, locales);
  first tsquery;
  hopeless boolean := false;
begin
  -- Of several words, one that nobody has written is most likely a typing error: when nothing even begins so, no index is asked for the last, which may begin
  -- half of all there is. Only where the words stand each for itself, and none is left out or stands for others.
  if several > 0 and exists (select from unnest(asked[:several]) a (word) where app.folded(a.word) ~ '^[[:alpha:]]{4,32}$'
      and not exists (select from public.search_words w where w.workspace_id = app.workspace() and w.word = app.folded(a.word))) then
    first := app.asked_for(asked[:several], locales);
    hopeless := begun = (first && app.asked_for(asked[several + 1:], locales)) and not app.is_anywhere(kinds, first);
  end if;
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and ((step = 'begun' and not short) or (step = 'some' and not run));
    continue when hopeless and step in ('all', 'begun');
    if step = 'like' then
      for k in 1 .. several + 1 loop near[k] := (select string_agg(l.word, ' ') from app.like_word(app.folded(asked[k])) l (word)); end loop;
      -- What has all the words was looked for already.
      continue when array_to_string(near, '') = '';
    end if;
    known := case when short and step = 'begun' then to_tsquery('app.words', quote_literal(app.folded(asked[1])))
      when step = 'begun' or (step = 'all' and several = 0) then begun
      else app.asked_for(asked, locales, near, step = 'some', known => several > 0) end;
    query := case when step in ('all', 'begun') and not (short and step = 'begun') then begun else known end;
    if known = before or numnode(query) = 0 then continue; end if;
    before := known;
    how := case step when 'begun' then 'all' else step end;
    share := case how when 'all' then 1 when 'like' then 0.2 else 0.05 end;
    return query
      select r.kind, r.object_id, r.locale, r.of_id, (r.worth * share)::real, search.how,
        (select app.asked_for(asked, locales, near, search.how = 'some', true))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) as worth
        from (select k.kind, u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days
          from unnest(kinds) k (kind), lateral (
            select * from app.search_of_kind(k.kind, query, known, many, short and step = 'all' and k.kind <> 'note', locales[1], step = 'begun') where search.topic is null
            union all select * from app.articles_of_topic(query, search.topic, many, locales[1]) where search.topic is not null) u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;
revoke execute on function app.search(text[], text[], text[], int, uuid) from public;
grant execute on function app.search(text[], text[], text[], int, uuid) to portico_runtime;
