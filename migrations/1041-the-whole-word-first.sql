-- Whose title has the last word whole stands before those that only begin with it. What is found is cut at the newest, and an old "Cab" was none of sixty
-- "Cabinets". Where the page is full and few on it have the word whole, the titles that do are asked of the index, no more than a thousand that may be read:
-- nothing of this costs a search whose newest have it, and half a word costs it that nobody has that in a title.
create function app.titles_with(kind text, query tsquery, most int, lang text, topic uuid)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
#variable_conflict use_column
declare
  ws uuid := app.workspace(); asked text := kind; wanted uuid := topic; everything boolean := app.is_team(); readable text[]; opened text[]; there boolean;
begin
  if asked = 'article' then
    readable := app.readable();
    opened := app.open_gates();
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and (wanted is null or e.topic_id = wanted)
        and app.article_wall(e, lang, false, everything, readable, opened) limit 1000) e
      order by e.at desc, e.of_id desc limit most;
    return;
  end if;
  -- Notes have no title, and a customer's own tickets have all been gone through.
  if asked = 'note' or (asked = 'ticket' and app.kind() = 'contact') then return; end if;
  there := case when asked = 'ticket' then exists (select from public.search_entries e where e.workspace_id = ws and e.kind = 'ticket' and e.named @@ query)
    when asked in ('account', 'contact') then exists (select from public.search_entries e
      where e.workspace_id = ws and e.kind in ('account', 'contact') and e.kind = asked and e.named @@ query)
    else true end;
  if there then return query select * from app.search_of_kind(asked, query, query, most, true, lang, true); end if;
end $$;
revoke execute on function app.titles_with(text, tsquery, int, text, uuid) from public;

-- As in 0463, those first that have the last word whole.
create or replace function app.search_own_tickets(query tsquery, most int, titles boolean, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector, whole boolean)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); own uuid := app.account(); me uuid := app.person();
  everyone boolean := app.colleagues() = 'all'; invited uuid[] := app.named_tickets();
  enough int := most + least(most, 20);
  last tsquery := replace(translate(split_part(query::text, ' & ', -1), '()', ''), ':*', '')::tsquery;
begin
  if walked then
    return query select null::uuid, null::text, null::uuid, null::int, null::timestamptz, null::tsvector, count(*) < 500 from (select from public.search_entries e
      where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited) limit 500) e;
    return;
  end if;
  return query
    with mine as materialized (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words,
          case when e.named @@ query then case when e.named @@ last then 2 else 1 end else 0 end as titled from public.search_entries e
        where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited)
        order by e.at desc, e.of_id desc limit 500),
      of_all as materialized (select count(*) < 500 as whole, count(*) filter (where m.titled > 0) as titled from mine m)
    select f.*, o.whole from of_all o, lateral (
      (select m.object_id, m.locale, m.of_id, m.heft, m.at, m.words from mine m where m.titled > 0
        order by m.titled desc, m.at desc, m.of_id desc limit enough)
      union all
      (select m.object_id, m.locale, m.of_id, m.heft, m.at, m.words from mine m
        where not titles and o.titled < most and m.titled = 0 and m.words @@ query limit enough)
      -- That there is nothing among them says so as well.
      union all select null, null, null, null, null, null) f;
end $$;

-- As in 1021. The last word of what is asked is the one that may be the beginning of another: `whole` is it as it stands, and as languages bend it.
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
        (select app.asked_for(asked, locales, near, search.how = 'some', true))
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
