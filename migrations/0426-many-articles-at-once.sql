-- As in 0424, for many at once: a table that has just got its first articles has no statistics of them, and a plan by those goes through
-- all entries for each. So the kind is not a constant here, and each article is looked up by itself.
create or replace function app.index_beside(ws uuid, articles uuid[]) returns void
  language sql set search_path = pg_catalog, public
  as $$
    with own as materialized (select w.locale from public.workspaces w where w.id = ws),
      named as materialized (select distinct a.id from unnest(articles) a (id)),
      there as materialized (select n.id, (select coalesce(array_agg(t.locale order by t.locale), '{}') from public.article_texts t
          where t.workspace_id = ws and t.article_id = n.id and t.archived_at is null
            and (t.published_at is not null or t.live_from <= now()) and coalesce(t.live_until > now(), true)) as locales from named n),
      said as materialized (select h.id, o.locale, array_remove(h.locales, o.locale) as beside,
          o.locale = own.locale or (not own.locale = any (h.locales) and o.locale <= coalesce(h.locales[1], o.locale)) as stands_in
        from there h cross join own cross join lateral (select e.locale, e.beside, e.stands_in from public.search_entries e
          where e.workspace_id = ws and e.kind = (select 'article'::text) and e.object_id = h.id offset 0) o
        where (o.beside, o.stands_in) is distinct from (array_remove(h.locales, o.locale),
          o.locale = own.locale or (not own.locale = any (h.locales) and o.locale <= coalesce(h.locales[1], o.locale))))
    update public.search_entries e set beside = s.beside, stands_in = s.stands_in from said s
    where e.workspace_id = ws and e.kind = (select 'article'::text) and e.object_id = s.id and e.locale = s.locale $$;
