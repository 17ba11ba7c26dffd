-- The words of an entry stand in its row: a search walks through hundreds of them, and each that stands apart is three more pages to look at. The text
-- goes out of the row first; it is read of what is shown. Holds for what is written from now on: VACUUM FULL search_entries moves the rest.
alter table search_entries alter column words set storage main;

-- As in 0428. Where the words are common, the next titles are walked through before an index of a common beginning is asked, as for tickets (0721).
create or replace function app.search_articles(query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
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
  if met >= enough and named > 1 then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
      order by e.at desc, e.of_id desc limit 1100 offset 400) e where e.named @@ query limit enough - named;
    get diagnostics further = row_count;
    if named + further >= most then return; end if;
  end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.articles_by_index(false, known, lang, enough);
    get diagnostics met = row_count;
  end if;
  if titles or met >= enough then return query select * from app.articles_by_index(true, known, lang, enough); end if;
end $$;

-- Whether anything at all of these kinds has what is asked, whoever may see it: nothing is said of what.
create function app.is_anywhere(kinds text[], asked tsquery) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off
  as $$
declare ws uuid := app.workspace();
begin
  return ('ticket' = any (kinds) and exists (select from public.search_entries e where e.workspace_id = ws and e.kind = 'ticket' and e.words @@ asked))
    or ('note' = any (kinds) and exists (select from public.search_entries e where e.workspace_id = ws and e.kind = 'note' and e.words @@ asked))
    or (kinds && '{account,contact}' and exists (select from public.search_entries e
      where e.workspace_id = ws and e.kind in ('account', 'contact') and e.kind = any (kinds) and e.words @@ asked))
    or exists (select from public.search_entries e
      where e.workspace_id = ws and e.kind not in ('account', 'contact', 'note', 'ticket') and e.kind = any (kinds) and e.words @@ asked);
end $$;
revoke execute on function app.is_anywhere(text[], tsquery) from public;

-- As in 0721.
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
    continue when several = 0 and (step = 'begun' or (step = 'some' and not run));
    continue when hopeless and step in ('all', 'begun');
    if step = 'like' then
      for k in 1 .. several + 1 loop near[k] := (select string_agg(l.word, ' ') from app.like_word(app.folded(asked[k])) l (word)); end loop;
      -- What has all the words was looked for already.
      continue when array_to_string(near, '') = '';
    end if;
    known := case when step = 'begun' or (step = 'all' and several = 0) then begun
      else app.asked_for(asked, locales, near, step = 'some', known => several > 0) end;
    query := case when step in ('all', 'begun') then begun else known end;
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
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note', locales[1],
            step = 'begun') u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;
