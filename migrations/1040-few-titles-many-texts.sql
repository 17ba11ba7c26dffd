-- As in 0960, which failed where a few titles and many texts have what is asked: its count of titles bore the name of a column (named), and PostgreSQL took
-- neither for the other.
create or replace function app.search_articles(query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
  titled int := 0;
  met int := 0;
  further int;
  enough int := most + least(most, 20);
begin
  if not walked then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
      order by e.at desc, e.of_id desc limit 400) e where e.named @@ query limit enough;
    get diagnostics titled = row_count;
    -- What has it in its text alone stands behind all of these.
    if titled >= most then return; end if;
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
  if met >= enough and titled >= 12 then return; end if;
  if met >= enough and titled > 1 then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and app.article_wall(e, lang, true, everything, readable, opened)
      order by e.at desc, e.of_id desc limit 1100 offset 400) e where e.named @@ query limit enough - titled;
    get diagnostics further = row_count;
    if titled + further >= most then return; end if;
  end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.articles_by_index(false, known, lang, enough);
    get diagnostics met = row_count;
  end if;
  if titles or met >= enough then return query select * from app.articles_by_index(true, known, lang, enough); end if;
end $$;
