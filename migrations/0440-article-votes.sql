-- Whether an article helped, and what its reader missed. One of each login and each visitor for an article: a second one takes the place of
-- the first. A visitor is known by a keyed hash of network, browser and article, which says nothing to anybody, leads from one article to no
-- other, and is gone after three months (app/housekeeping.ts).
create table article_votes (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  version_id uuid not null,
  helpful boolean not null,
  comment text not null default '' check (length(comment) <= 2000),
  identity_id uuid,
  visitor text check (visitor ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, version_id) references article_versions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, identity_id) references identities (workspace_id, id) on delete cascade,
  check (identity_id is null or visitor is null)
);
create unique index article_votes_login on article_votes (workspace_id, article_id, identity_id) where identity_id is not null;
create unique index article_votes_visitor on article_votes (workspace_id, article_id, visitor) where visitor is not null;
create index article_votes_identity on article_votes (workspace_id, identity_id) where identity_id is not null;
create index article_votes_version on article_votes (workspace_id, version_id);
create index article_votes_known on article_votes (workspace_id, updated_at) where visitor is not null;
alter table article_votes enable row level security;
alter table article_votes force row level security;
-- The team reads them all; whoever voted, their own. They are written as the system, by whoever was shown the article a moment before.
create policy wall on article_votes for select to portico_runtime
  using (workspace_id = (select app.workspace())
    and ((select app.is_team()) or identity_id = (select app.identity())));
create policy wall_insert on article_votes for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy wall_update on article_votes for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update on article_votes to portico_runtime;
create trigger viewer_writes_nothing before insert or update or delete on article_votes for each statement
  when (coalesce(current_setting('app.viewer', true), '') <> '') execute function app.refuse_viewer();
