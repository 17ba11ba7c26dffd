-- The help center: categories in two levels, articles in them, each in the languages it was written in, each text with its history.
-- Rights: articles.write (drafts), articles.publish (what readers see, categories), both of the team.
create table categories (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  parent_id uuid,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 80),
  icon text not null default 'book-open' check (length(icon) between 1 and 40),
  position int not null default 0,
  audience text not null default 'public' check (audience in ('public', 'signed_in', 'segment', 'member')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, slug),
  foreign key (workspace_id, parent_id) references categories (workspace_id, id),
  check (parent_id is null or parent_id <> id)
);
create index categories_parent on categories (workspace_id, parent_id, position);

create table category_texts (
  workspace_id uuid not null,
  category_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  title text not null check (length(title) between 1 and 120),
  summary text not null default '' check (length(summary) <= 300),
  primary key (workspace_id, category_id, locale),
  foreign key (workspace_id, category_id) references categories (workspace_id, id) on delete cascade
);

-- What all languages of an article share. `readers` is the narrower of its own audience and its category's, kept by a trigger.
create table articles (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  number int not null,
  category_id uuid not null,
  position int not null default 0,
  audience text not null default 'public' check (audience in ('public', 'signed_in', 'segment', 'member')),
  readers text not null default 'member' check (readers in ('public', 'signed_in', 'segment', 'member')),
  owner_id uuid,
  review_days int check (review_days between 7 and 1100),
  verified_at timestamptz,
  verified_by uuid,
  verified_until timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, category_id) references categories (workspace_id, id),
  foreign key (workspace_id, owner_id) references members (workspace_id, id),
  foreign key (workspace_id, verified_by) references members (workspace_id, id),
  foreign key (workspace_id, created_by) references members (workspace_id, id)
);
create index articles_category on articles (workspace_id, category_id, position, id);
create index articles_owner on articles (workspace_id, owner_id, verified_until);
create index articles_due on articles (workspace_id, verified_until) where verified_until is not null;

-- Every text that was published or set by, never changed again.
create table article_versions (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  n int not null check (n > 0),
  title text not null check (length(title) between 1 and 200),
  summary text not null default '' check (length(summary) <= 300),
  body_html text not null check (length(body_html) <= 8000000),
  member_id uuid,
  note text not null default '' check (length(note) <= 300),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, article_id, locale, n),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- One language of an article: what is live in it, from when until when.
create table article_texts (
  workspace_id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
  version_id uuid,
  status text not null default 'draft' check (status in ('draft', 'scheduled', 'published', 'archived')),
  live_from timestamptz,
  live_until timestamptz,
  published_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, article_id, locale),
  unique (workspace_id, locale, slug),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, version_id) references article_versions (workspace_id, id),
  check (status in ('draft', 'archived') or version_id is not null),
  check (live_until is null or live_from is null or live_until > live_from)
);
create index article_texts_due on article_texts (workspace_id, least(live_from, live_until)) where live_from is not null or live_until is not null;

-- Where an article was found before: it leads on while nobody else has the address.
create table article_slugs (
  workspace_id uuid not null,
  locale text not null,
  slug text not null,
  article_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, locale, slug),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);

-- What is being written, by whoever writes: one text per language. `revision` grows with every save; a save names the one it knows.
create table article_drafts (
  workspace_id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  from_version uuid,
  revision int not null default 1,
  title text not null check (length(title) <= 200),
  summary text not null default '' check (length(summary) <= 300),
  body_html text not null check (length(body_html) <= 8000000),
  member_id uuid,
  saved_at timestamptz not null default now(),
  primary key (workspace_id, article_id, locale),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, from_version) references article_versions (workspace_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
