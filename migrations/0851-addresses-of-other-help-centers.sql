-- What came from another help center is found by the number it had there, by whoever reads it: its address there leads to the one here. Readers see
-- no row of `article_sources`; they are told which article it is, and the article's own walls say whether there is one for them.
create index article_sources_key on article_sources (workspace_id, source_key);
-- As in 0450.
create policy operator on article_sources for select to current_user using (true);
create policy operator on category_sources for select to current_user using (true);
create function app.brought_from(service text, thing text, number text) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$
    select s.article_id from public.article_sources s where thing = 'article' and s.workspace_id = app.workspace()
      and s.source_key = number and (s.source = service or starts_with(s.source, service || ':'))
    union select c.category_id from public.category_sources c where thing <> 'article' and c.workspace_id = app.workspace()
      and c.source_key = thing || ':' || number and (c.source = service or starts_with(c.source, service || ':'))
    order by 1 limit 20 $$;
revoke execute on function app.brought_from(text, text, text) from public;
grant execute on function app.brought_from(text, text, text) to portico_runtime;
