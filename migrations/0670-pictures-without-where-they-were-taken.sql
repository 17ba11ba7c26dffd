-- How large a picture is seen, so that a page keeps its place, and when what its camera wrote was taken out of its file. One that was kept
-- before is made bare by the system (`articles.pictures`), which puts another file in the place of its own.
alter table article_pictures add column width int check (width > 0), add column height int check (height > 0), add column bared_at timestamptz;
create index article_pictures_to_bare on article_pictures (workspace_id) where bared_at is null;
create policy wall_update on article_pictures for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
grant update (type, bytes, sha256, storage_key, width, height, bared_at) on article_pictures to portico_runtime;
