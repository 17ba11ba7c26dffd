-- Many texts that come with their words (an import): an entry is made once and whole, before its text is there, so that the triggers of 0424 have
-- nothing to add. Made by them it was written three times: with the title, with its languages, with its words.
create function app.index_first(texts jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace();
begin
  if app.kind() not in ('member', 'system') then raise exception 'no such article' using errcode = '42501'; end if;
  with given as materialized (select g.* from jsonb_to_recordset(texts)
      as g (article uuid, locale text, version uuid, live_from timestamptz, headings text, said text)),
    own as materialized (select w.locale from public.workspaces w where w.id = ws),
    there as materialized (select g.article, array_agg(g.locale order by g.locale) as locales from given g group by 1)
  insert into public.search_entries (workspace_id, kind, object_id, locale, of_id, audience, gates, topic_id, live_from, beside, stands_in,
      title, headings, body, at, words)
    select ws, 'article', a.id, g.locale, a.id, a.readers, a.gates, a.category_id, g.live_from, array_remove(t.locales, g.locale),
      g.locale = own.locale or (not own.locale = any (t.locales) and g.locale = t.locales[1]),
      v.title, left(g.headings, 2000), left(g.said, 20000), greatest(v.created_at, g.live_from),
      app.as_words(g.locale, v.title, 'A') || case when pg_column_size(w.fresh) < 900000 then w.fresh else '' end
    from given g cross join own
      join there t on t.article = g.article
      join public.articles a on a.workspace_id = ws and a.id = g.article
      join public.article_versions v on v.workspace_id = ws and v.id = g.version and v.article_id = a.id and v.locale = g.locale
      cross join lateral (select app.as_words(g.locale, g.headings, 'B') || to_tsvector('app.words'::regconfig, g.said)
        || strip(to_tsvector(app.words_of_language(g.locale), g.said)) as fresh offset 0) w
    -- Of an article that has texts already the triggers and app.index_text know more.
    where not exists (select from public.article_texts x where x.workspace_id = ws and x.article_id = a.id)
    on conflict do nothing;
end $$;
revoke execute on function app.index_first(jsonb) from public;
grant execute on function app.index_first(jsonb) to portico_runtime;
