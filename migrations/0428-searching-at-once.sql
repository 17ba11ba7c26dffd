-- A search costs less of the processor, so that sixteen at once are answered soon (0423, 0427). Titles stand in the row and are walked
-- through first; the words, which stand apart from it, only where titles are not enough, and further only where the first hundred say that
-- it is worth it. Plans of what does not depend on who asks are kept.
alter function app.asked_for(text[], text[], boolean, boolean, boolean, boolean) set plan_cache_mode = force_generic_plan;
alter function app.like_word(text) set plan_cache_mode = force_generic_plan;

-- An index of the order beside that of the words would be read from end to end, for nothing: so a row of an index is said to be dear.
create or replace function app.by_index(kind text, field text, wall text, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set enable_seqscan = off set enable_indexscan = off
  set cpu_index_tuple_cost = 1000
  as $$ begin
  return query execute format('select * from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from public.search_entries e
    where e.workspace_id = %L and e.kind = %L and e.%I @@ $1 and (%s) limit %s) e order by e.at desc, e.of_id desc limit %s',
    app.workspace(), kind, field, wall, case when kind in ('ticket', 'note') then 3000 else 1000 end, most) using query;
end $$;

-- The wall of articles (0424), for plans that are kept: what it is asked by is given, and the function is a part of each query that names it.
create function app.article_wall(e public.search_entries, lang text, own boolean, everything boolean, readable text[], gates text[])
  returns boolean language sql stable
  as $$ select e.live_from <= now() and (e.live_until is null or e.live_until > now())
    and (e.locale = lang or (not own and e.stands_in and not e.beside @> array[lang]))
    and (everything or (e.audience = any (readable) and e.gates <@ gates)) $$;
revoke execute on function app.article_wall(public.search_entries, text, boolean, boolean, text[], text[]) from public;

create function app.articles_by_index(title boolean, query tsquery, lang text, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  if title then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and app.article_wall(e, lang, false, everything, readable, opened)
      limit 1000) e order by e.at desc, e.of_id desc limit most;
  else
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.words @@ query and app.article_wall(e, lang, false, everything, readable, opened)
      limit 1000) e order by e.at desc, e.of_id desc limit most;
  end if;
end $$;
revoke execute on function app.articles_by_index(boolean, tsquery, text, int) from public;

-- As app.search_of_kind below. `walked`: what is asked was looked for among the newest before.
create function app.search_articles(query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
  named int := 0;
  met int := 0;
  further int;
  enough int := most + least(most, 20);
begin
  if not walked then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
      order by e.at desc, e.of_id desc limit 400) e where e.named @@ query limit enough;
    get diagnostics named = row_count;
    -- What has it in its text alone stands behind all of these.
    if named >= most then return; end if;
    if not titles then
      return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
        where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
        order by e.at desc, e.of_id desc limit 100) e where e.words @@ query limit enough;
      get diagnostics met = row_count;
      if met > 1 and met < enough then
        return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
          where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
          order by e.at desc, e.of_id desc limit 1400 offset 100) e where e.words @@ query limit enough - met;
        get diagnostics further = row_count;
        met := met + further;
      end if;
    end if;
  end if;
  -- A page of many is not worth looking for more titles than it has at its head.
  if met >= enough and named >= 12 then return; end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.articles_by_index(false, known, lang, enough);
    get diagnostics met = row_count;
  end if;
  if titles or met >= enough then return query select * from app.articles_by_index(true, known, lang, enough); end if;
end $$;
revoke execute on function app.search_articles(tsquery, tsquery, int, boolean, text, boolean) from public;

-- Accounts and contacts: there are few, and their words hold what their titles hold.
create function app.search_people(kind text, query tsquery, most int, titles boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
#variable_conflict use_column
declare
  ws uuid := app.workspace(); asked text := kind; everything boolean := app.sees_all(); mine uuid[] := app.assigned(); met int := 0;
begin
  if not app.is_team() then return; end if;
  if not titles then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind in ('account', 'contact') and e.kind = asked and e.words @@ query
        and (everything or e.account_id = any (mine)) limit 1000) e order by e.at desc, e.of_id desc limit most * 2;
    get diagnostics met = row_count;
  end if;
  if titles or met >= most * 2 then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind in ('account', 'contact') and e.kind = asked and e.named @@ query
        and (everything or e.account_id = any (mine)) limit 1000) e order by e.at desc, e.of_id desc limit most * 2;
  end if;
end $$;
revoke execute on function app.search_people(text, tsquery, int, boolean) from public;

-- As in 0427, without articles.
drop function app.search_wall(text, text, boolean);
create function app.search_wall(kind text) returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when kind = 'article' then 'false'
    when app.sees_all() then 'true'
    when app.is_team() then format('e.account_id = any (%L::uuid[])', app.assigned())
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

-- Of what somebody may find of one kind, the newest in order: by title among 400, by all words among the first hundred of them; then by words
-- as far as 1,500, where the first hundred say that it is worth it; then by the index.
drop function app.search_of_kind(text, tsquery, tsquery, int, boolean, text);
create function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  wall text := app.search_wall(kind);
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
  if not walked then
    for line in execute format('with titled as materialized (select e.* from (select * from %1$s limit 400) e where e.named @@ $1 limit %2$s)
      select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, true as by_title from titled e
      union all select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, false from (select * from %1$s limit 100) e
        where %3$L and (select count(*) from titled) < %4$s and e.words @@ $1', newest, enough, not titles, most) using query
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
    return query select * from app.by_index(kind, 'words', wall, known, enough);
    get diagnostics met = row_count;
  end if;
  if kind <> 'note' and (titles or met >= enough) then
    return query select * from app.by_index(kind, 'named', wall, known, enough);
  end if;
end $$;
revoke execute on function app.search_of_kind(text, tsquery, tsquery, int, boolean, text, boolean) from public;

-- As in 0427; but what begins as it is asked was met by walking already, and words that are nearly it are looked up once.
create or replace function app.search(asked text[], locales text[], kinds text[], most int default 20)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  step text;
  query tsquery;
  known tsquery;
  before tsquery;
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  short boolean := several = 0 and length(asked[1]) < 3;
  begun tsquery := app.asked_for(asked, locales);
begin
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and step in ('begun', 'some');
    known := case when step = 'begun' or (step = 'all' and several = 0) then begun
      else app.asked_for(asked, locales, step in ('like', 'some'), step = 'some', known => several > 0) end;
    query := case when step in ('all', 'begun') then begun else known end;
    if known = before or numnode(query) = 0 then continue; end if;
    before := known;
    how := case step when 'begun' then 'all' else step end;
    return query
      select r.kind, r.object_id, r.locale, r.of_id,
        (r.worth * case search.how when 'all' then 1 when 'like' then 0.2 else 0.05 end)::real, search.how,
        (select app.asked_for(asked, locales, search.how <> 'all', search.how = 'some', true))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) as worth
        from (select k.kind, u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note', locales[1],
            step = 'begun') u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;
