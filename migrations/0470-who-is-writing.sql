-- Who is writing on a language of an article, as 0004 has it of tickets, so that nobody starts on the same without knowing. Worthless after a minute.
create unlogged table article_presence (
  workspace_id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  member_id uuid not null,
  seen_at timestamptz not null default now(),
  primary key (workspace_id, article_id, locale, member_id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
);
create index article_presence_member on article_presence (workspace_id, member_id);
alter table article_presence enable row level security;
alter table article_presence force row level security;
create policy wall on article_presence for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_insert on article_presence for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')) and member_id = (select app.person()));
create policy wall_update on article_presence for update to portico_runtime
  using (workspace_id = (select app.workspace()) and member_id = (select app.person()));
create policy wall_delete on article_presence for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or member_id = (select app.person())));
grant select, insert, update, delete on article_presence to portico_runtime;
create trigger viewer_writes_nothing before insert or update or delete on article_presence for each statement
  when (coalesce(current_setting('app.viewer', true), '') <> '') execute function app.refuse_viewer();
