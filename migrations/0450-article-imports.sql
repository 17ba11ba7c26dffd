-- Articles brought in from elsewhere: a folder of Markdown or HTML, or what another help center gives out. One row for each file that
-- somebody handed over, one for each text in it with what became of it, and where what came was found before, so that the same article is
-- not made twice. All of it is for whoever may publish.
create table article_imports (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  made_by uuid,
  file_name text not null check (length(file_name) between 1 and 255),
  format text check (format in ('markdown', 'html', 'zendesk', 'freshdesk', 'starter')),
  -- What was handed over, until it is done with.
  storage_key text,
  sha256 text not null default '' check (sha256 ~ '^([0-9a-f]{64})?$'),
  bytes bigint not null default 0,
  -- All as drafts; pictures from the net as well.
  drafts boolean not null default false,
  remote boolean not null default false,
  -- What was found in it; null until somebody looked. `refused` says why it is none that can be brought in.
  found jsonb,
  refused text check (length(refused) <= 60),
  total integer not null default 0,
  done integer not null default 0,
  counts jsonb not null default '{}',
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  undoing_at timestamptz,
  undone_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, made_by) references members (workspace_id, id)
);
create index article_imports_storage_key on article_imports (storage_key);

-- What became of each text. `was` is what stood there before, to be given back.
create table article_import_lines (
  workspace_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  n integer not null,
  source_key text not null check (length(source_key) between 1 and 500),
  locale text not null check (length(locale) between 2 and 10),
  title text not null check (length(title) <= 200),
  outcome text not null check (outcome in ('made', 'changed', 'same', 'kept', 'left')),
  article_id uuid,
  revision integer,
  was jsonb,
  problems jsonb not null default '[]',
  undone text check (undone in ('gone', 'back', 'stayed')),
  primary key (workspace_id, id),
  unique (workspace_id, import_id, n),
  foreign key (workspace_id, import_id) references article_imports (workspace_id, id) on delete cascade
);

-- Where a text came from: the second time it is changed, or left as it is, and not made again.
create table article_sources (
  workspace_id uuid not null,
  source text not null check (length(source) between 1 and 200),
  source_key text not null check (length(source_key) between 1 and 500),
  locale text not null check (length(locale) between 2 and 10),
  article_id uuid not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  revision integer not null,
  primary key (workspace_id, source, source_key, locale),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index article_sources_article on article_sources (workspace_id, article_id);
create table category_sources (
  workspace_id uuid not null,
  source text not null check (length(source) between 1 and 200),
  source_key text not null check (length(source_key) between 1 and 500),
  category_id uuid not null,
  -- Which import made it; null when it was there.
  import_id uuid,
  primary key (workspace_id, source, source_key),
  foreign key (workspace_id, category_id) references categories (workspace_id, id) on delete cascade
);
create index category_sources_category on category_sources (workspace_id, category_id);
create index category_sources_import on category_sources (workspace_id, import_id);

do $$
declare one text;
begin
  foreach one in array array['article_imports', 'article_import_lines', 'article_sources', 'category_sources'] loop
    execute format('alter table %I enable row level security', one);
    execute format('alter table %I force row level security', one);
    execute format('create policy wall on %I to portico_runtime
      using (workspace_id = (select app.workspace()) and (select app.has_right(''articles.publish'')))
      with check (workspace_id = (select app.workspace()) and (select app.has_right(''articles.publish'')))', one);
    execute format('grant select, insert, update, delete on %I to portico_runtime', one);
    -- As in 0205: whoever looks at the portal as somebody else writes nothing, here either.
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;

-- As in 0040: contents that no row speaks of are found by the owner.
create policy operator on article_imports for select to current_user using (true);
create or replace function app.unknown_files(keys text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k from unnest(keys) k where not exists (select from public.attachments a where a.storage_key = k)
    and not exists (select from public.field_values v where v.file_key = k)
    and not exists (select from public.article_pictures p where p.storage_key = k)
    and not exists (select from public.article_imports i where i.storage_key = k) $$;
