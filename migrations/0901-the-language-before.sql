-- A workspace that takes another language goes on in the one it had, where articles are written in it: it stood in no row, and readers of it
-- were given the new one alone.
create policy keeper on help_languages for insert to current_user with check (true);
create or replace function app.note_language() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  if exists (select from public.article_texts t where t.workspace_id = new.id and t.locale = old.locale)
    or exists (select from public.article_drafts d where d.workspace_id = new.id and d.locale = old.locale)
  then
    insert into public.help_languages (workspace_id, locale) values (new.id, old.locale) on conflict do nothing;
  end if;
  perform app.note_articles(new.id, (select array_agg(a.id) from public.articles a where a.workspace_id = new.id));
  return null;
end $$;
