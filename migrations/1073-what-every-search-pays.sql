-- Small things that every search pays for.

-- As in 0420, with names that are looked up when a query is planned and not at each call.
create or replace function app.words_of_language(locale text) returns regconfig language sql immutable parallel safe
  as $$ select case left(locale, 2)
    when 'ar' then regconfig 'app.arabic' when 'hy' then regconfig 'app.armenian' when 'eu' then regconfig 'app.basque' when 'ca' then regconfig 'app.catalan'
    when 'da' then regconfig 'app.danish' when 'nl' then regconfig 'app.dutch' when 'en' then regconfig 'app.english' when 'fi' then regconfig 'app.finnish'
    when 'fr' then regconfig 'app.french' when 'de' then regconfig 'app.german' when 'el' then regconfig 'app.greek' when 'hi' then regconfig 'app.hindi'
    when 'hu' then regconfig 'app.hungarian' when 'id' then regconfig 'app.indonesian' when 'ga' then regconfig 'app.irish' when 'it' then regconfig 'app.italian'
    when 'lt' then regconfig 'app.lithuanian' when 'ne' then regconfig 'app.nepali' when 'nb' then regconfig 'app.norwegian' when 'nn' then regconfig 'app.norwegian'
    when 'no' then regconfig 'app.norwegian' when 'pt' then regconfig 'app.portuguese' when 'ro' then regconfig 'app.romanian' when 'ru' then regconfig 'app.russian'
    when 'sr' then regconfig 'app.serbian' when 'es' then regconfig 'app.spanish' when 'sv' then regconfig 'app.swedish' when 'ta' then regconfig 'app.tamil'
    when 'tr' then regconfig 'app.turkish' when 'yi' then regconfig 'app.yiddish' else regconfig 'app.words' end $$;

-- As in 0463. Notes have no titles to be walked through; and whoever asks may have turned indexes of an order off for themselves, as app.search_people() has.
create or replace function app.newest_of_all(kind text, query tsquery, most int, enough int, titles boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector, by_title boolean)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off set enable_indexscan = on set cpu_index_tuple_cost = 0.005
  as $$
#variable_conflict use_column
declare ws uuid := app.workspace(); asked text := kind;
begin
  return query with titled as materialized (select e.* from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named
      from public.search_entries e where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 400) e
      where asked <> 'note' and e.named @@ query limit enough)
    select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, true from titled e
    union all select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, false from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words
      from public.search_entries e where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 100) e
      where not titles and (select count(*) from titled) < most and e.words @@ query;
end $$;

-- What must all be there, in two: an index that is asked for both looks in each list where the other goes on, and through a quarter of all tickets twice it takes
-- two thirds of the time. `rest` is nothing where there is one, or where it is not plain where to cut.
create function app.in_halves(query tsquery, out one tsquery, out rest tsquery)
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select case when h.at > 0 then left(h.said, h.at - 1)::tsquery else query end, case when h.at > 0 then substr(h.said, h.at + 3)::tsquery end
    from (select query::text as said, case when query::text ~ '\([^()]*&' or regexp_replace(query::text, '\([^()]*\)', '', 'g') ~ '[|<(]' then 0
      else position(' & ' in query::text) end as at) h $$;
revoke execute on function app.in_halves(tsquery) from public;

-- As in 0463.
create or replace function app.all_by_index(kind text, title boolean, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare ws uuid := app.workspace(); one tsquery; rest tsquery;
begin
  if kind = 'note' then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'note' and e.words @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
    return;
  elsif title then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' and e.named @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
    return;
  end if;
  select h.one, h.rest into one, rest from app.in_halves(query) h;
  if rest is null then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' and e.words @@ query limit 3000) e order by e.at desc, e.of_id desc limit most;
  else
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'ticket' and e.words @@ one and e.words @@ rest limit 3000) e order by e.at desc, e.of_id desc limit most;
  end if;
end $$;

-- As in 1041; one word that nobody has written is looked for once less, and what is found is marked by the words that found it.
create or replace function app.search(asked text[], locales text[], kinds text[], most int default 20, topic uuid default null)
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
  marked tsquery;
  hopeless boolean := false;
  last text := translate(split_part(begun::text, ' & ', -1), '()', '') || ' ';
  whole tsquery := case when last like '%:*%' then replace(last, ':*', '') end;
  named tsquery := replace(whole::text || ' ', ''' ', ''':A ');
  -- One or two letters are what somebody begins to type, and a little word of some language that half of its titles have.
  further boolean := whole is not null and not (short and asked[1] ~ '[[:alpha:]]');
begin
  -- Of several words, one that nobody has written is most likely a typing error: when nothing even begins so, no index is asked for the last, which may begin
  -- half of all there is. Only where the words stand each for itself, and none is left out or stands for others.
  if several > 0 and exists (select from unnest(asked[:several]) a (word) where app.folded(a.word) ~ '^[[:alpha:]]{4,32}$'
      and not exists (select from public.search_words w where w.workspace_id = app.workspace() and w.word = app.folded(a.word))) then
    first := app.asked_for(asked[:several], locales);
    hopeless := begun = (first && app.asked_for(asked[several + 1:], locales)) and not app.is_anywhere(kinds, first);
  -- So is a word by itself that nobody has begun to write.
  elsif several = 0 and app.folded(asked[1]) ~ '^[[:alpha:]]{4,32}$' and not coalesce((select w.word from public.search_words w
      where w.workspace_id = app.workspace() and w.word >= app.folded(asked[1]) order by w.word limit 1), '') ^@ app.folded(asked[1]) then
    hopeless := not app.is_anywhere(kinds, begun);
  end if;
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and ((step = 'begun' and not short) or (step = 'some' and not run));
    continue when hopeless and step in ('all', 'begun');
    if step = 'like' then
      -- From here on the last word is one of several that were not found together.
      whole := null;
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
    -- As asked_for() would say it for marking, where it has said the same for finding and nothing stands for anything else.
    marked := case when how = 'all' and not run and array_to_string(asked, '') !~ app.signs()
      and not exists (select from public.search_synonyms s where s.workspace_id = app.workspace()) then regexp_replace(begun::text, '''(?=[ )]|$)', ''':*', 'g')::tsquery end;
    share := case how when 'all' then 1 when 'like' then 0.2 else 0.05 end;
    -- Twice is less than a heading is above a text, and a title above a heading; eight times is more than ten years are below today.
    return query
      with met as materialized (
          select k.kind, u.*, case when u.words @@ whole then case when u.words @@ named then 8 else 2 end else 1 end as bonus
          from unnest(kinds) k (kind), lateral (
            select * from app.search_of_kind(k.kind, query, known, many, short and step = 'all' and k.kind <> 'note', locales[1], step = 'begun') where search.topic is null
            union all select * from app.articles_of_topic(query, search.topic, many, locales[1]) where search.topic is not null) u),
        behind as (
          select m.kind, u.*, case when u.words @@ named then 8 else 2 end
          from (select m.kind from met m where further and step = 'all' group by m.kind
              having count(*) >= many and count(*) filter (where m.bonus = 8) < least(many, 12)) m,
            lateral app.titles_with(m.kind, replace(known::text, ':*', '')::tsquery, many, locales[1], search.topic) u)
      select r.kind, r.object_id, r.locale, r.of_id, (r.worth * share)::real, search.how,
        coalesce(marked, (select app.asked_for(asked, locales, near, search.how = 'some', true)))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) * f.bonus as worth
        from (select u.*, greatest(date_part('epoch', now() - u.at), 0) / 86400 as days
          from (select * from met union all select * from behind) u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;
