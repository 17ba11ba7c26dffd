-- Who wants to hear of an article, or of what a category holds. It is the login's: theirs to see and to end, and nobody's of the team.
create table article_follows (
  workspace_id uuid not null,
  id uuid not null,
  identity_id uuid not null,
  article_id uuid,
  category_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade,
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, category_id) references categories (workspace_id, id) on delete cascade,
  check (num_nonnulls(article_id, category_id) = 1)
);
create unique index article_follows_article on article_follows (workspace_id, identity_id, article_id) where article_id is not null;
create unique index article_follows_category on article_follows (workspace_id, identity_id, category_id) where category_id is not null;
create index article_follows_of_article on article_follows (workspace_id, article_id) where article_id is not null;
create index article_follows_of_category on article_follows (workspace_id, category_id) where category_id is not null;
alter table article_follows enable row level security;
alter table article_follows force row level security;
-- The system tells them, and ends them for whoever holds the link in a letter.
create policy wall on article_follows for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
create policy wall_insert on article_follows for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and identity_id = (select app.identity()));
create policy wall_delete on article_follows for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system()) or identity_id = (select app.identity())));
grant select, insert, delete on article_follows to portico_runtime;
create trigger viewer_writes_nothing before insert or update or delete on article_follows for each statement
  when (coalesce(current_setting('app.viewer', true), '') <> '') execute function app.refuse_viewer();

-- What its author held worth a letter: said of a version, and of a text from the moment that readers have it until the letter is out.
alter table article_versions add column worth_telling boolean not null default false;
alter table article_texts add column news_at timestamptz;
create index article_texts_news on article_texts (workspace_id) where news_at is not null;
