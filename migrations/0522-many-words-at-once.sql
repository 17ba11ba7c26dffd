-- A hundred texts go into the indexes of words at once. With a list of half a megabyte for what is still to be sorted in, three times in a hundred
-- texts every word of the index was written again: the more there is, the dearer. What comes many at a time is sorted in at its end, so that nobody
-- who searches goes through a longer list than before; what comes one at a time keeps the short list, which its functions now say themselves.
alter index search_entries_words_other reset (gin_pending_list_limit);
alter index search_entries_named_other reset (gin_pending_list_limit);
do $$
declare one regprocedure;
begin
  for one in select p.oid from pg_proc p where p.pronamespace = 'app'::regnamespace
    and p.prosrc ~ '(insert into|update) public\.search_entries'
  loop
    execute format('alter function %s set gin_pending_list_limit = 512', one);
  end loop;
end $$;

-- As in 0520.
create or replace function app.index_first(texts jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 65536
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
    where not exists (select from public.article_texts x where x.workspace_id = ws and x.article_id = a.id)
    on conflict do nothing;
  perform gin_clean_pending_list('public.search_entries_words_other'::regclass);
  perform gin_clean_pending_list('public.search_entries_named_other'::regclass);
end $$;
