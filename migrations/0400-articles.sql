-- The help center: categories in two levels, articles in them, each in the languages it was written in, each text with its history.
-- docs/decisions/0050 has the model. Rights: articles.write (drafts), articles.publish (what readers see, categories), both of the team.

-- Who may read, from the widest to the narrowest: public, signed_in, segment, member. Of two the narrower holds.
create function app.narrower(one text, other text) returns text language sql immutable parallel safe
  as $$ select case when array_position('{public,signed_in,segment,member}'::text[], one)
    >= array_position('{public,signed_in,segment,member}'::text[], other) then one else other end $$;

-- What whoever asks may read at all; the team reads everything.
create function app.readable() returns text[] language sql stable parallel safe
  as $$ select case when current_setting('app.kind') = 'contact' then '{public,signed_in,segment}' else '{public}' end::text[] $$;

-- Of what is for some segments only: what is open for the customer of this transaction. They learn neither of segments nor of gates.
alter table segment_gates drop constraint segment_gates_kind_check,
  add constraint segment_gates_kind_check check (kind in ('room', 'field', 'article', 'category'));
create function app.open_gates() returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$ begin
  if app.kind() <> 'contact' then return '{}'; end if;
  return (select coalesce(array_agg(distinct g.kind || ':' || g.object), '{}') from public.segment_gates g
    join public.segment_accounts s on s.workspace_id = g.workspace_id and s.segment_id = g.segment_id and s.account_id = app.account()
    where g.workspace_id = app.workspace() and g.kind in ('article', 'category'));
end $$;
revoke execute on function app.open_gates() from public;
grant execute on function app.open_gates() to portico_runtime;

-- The languages that articles are written in besides the workspace's own.
create table help_languages (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  locale text not null check (locale ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  created_at timestamptz not null default now(),
  primary key (workspace_id, locale)
);
alter table help_languages enable row level security;
alter table help_languages force row level security;
create policy wall on help_languages for select to portico_runtime using (workspace_id = (select app.workspace()));
create policy wall_insert on help_languages for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
create policy wall_delete on help_languages for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, delete on help_languages to portico_runtime;

-- `readers` and `gates` are worked out by a trigger from the audience of a category and of the one above it: who reads, and which gates
-- have all to be open. A policy compares these two columns.
create table categories (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  parent_id uuid,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 90),
  icon text not null default 'book-open' check (length(icon) between 1 and 40),
  position int not null default 0,
  audience text not null default 'public' check (audience in ('public', 'signed_in', 'segment', 'member')),
  readers text not null default 'member' check (readers in ('public', 'signed_in', 'segment', 'member')),
  gates text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, slug),
  foreign key (workspace_id, parent_id) references categories (workspace_id, id),
  check (parent_id is null or parent_id <> id)
);
create index categories_parent on categories (workspace_id, parent_id, position);
alter table categories enable row level security;
alter table categories force row level security;
create policy wall on categories for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or (readers = any ((select app.readable())::text[]) and gates <@ (select app.open_gates())::text[])));
create policy wall_insert on categories for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
create policy wall_update on categories for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
create policy wall_delete on categories for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, update, delete on categories to portico_runtime;

create table category_texts (
  workspace_id uuid not null,
  category_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  title text not null check (length(title) between 1 and 120),
  summary text not null default '' check (length(summary) <= 300),
  primary key (workspace_id, category_id, locale),
  foreign key (workspace_id, category_id) references categories (workspace_id, id) on delete cascade
);
alter table category_texts enable row level security;
alter table category_texts force row level security;
create policy wall on category_texts for select to portico_runtime
  using (workspace_id = (select app.workspace())
    and exists (select from categories c where c.workspace_id = category_texts.workspace_id and c.id = category_texts.category_id));
create policy wall_write on category_texts to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, update, delete on category_texts to portico_runtime;

-- What all languages of an article share.
create table articles (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  number int not null,
  category_id uuid not null,
  position int not null default 0,
  audience text not null default 'public' check (audience in ('public', 'signed_in', 'segment', 'member')),
  readers text not null default 'member' check (readers in ('public', 'signed_in', 'segment', 'member')),
  gates text[] not null default '{}',
  owner_id uuid,
  review_days int check (review_days between 7 and 1100),
  verified_at timestamptz,
  verified_by uuid,
  verified_until timestamptz,
  -- For which review its owner was reminded.
  nudged_for timestamptz,
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

-- Every text that was published or set by to be, never changed again. `revision` is the draft it was made of, `pictures` what it shows.
create table article_versions (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  n int not null check (n > 0),
  revision int not null default 0,
  title text not null check (length(title) between 1 and 200),
  summary text not null default '' check (length(summary) <= 300),
  body_html text not null check (length(body_html) <= 8000000),
  pictures uuid[] not null default '{}',
  member_id uuid,
  note text not null default '' check (length(note) <= 300),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, article_id, locale, n),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);

-- One language of an article that readers see, will see or have seen. It is live from a moment until another: policies ask the clock, so
-- neither waits for a job. A change of what is live may wait for its moment (`next_version_id`, `next_at`); a job brings it. `settled` is
-- the last revision of a draft that was published or thrown away: what is written after it is not published yet.
create table article_texts (
  workspace_id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 120),
  version_id uuid not null,
  live_from timestamptz not null,
  live_until timestamptz check (live_until > live_from),
  -- When it was said that it is live: null until then.
  published_at timestamptz,
  archived_at timestamptz,
  next_version_id uuid,
  next_at timestamptz,
  settled int not null default 0,
  readers text not null default 'member' check (readers in ('public', 'signed_in', 'segment', 'member')),
  gates text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, article_id, locale),
  unique (workspace_id, locale, slug),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, version_id) references article_versions (workspace_id, id),
  foreign key (workspace_id, next_version_id) references article_versions (workspace_id, id),
  check ((next_version_id is null) = (next_at is null))
);
create index article_texts_version on article_texts (workspace_id, version_id);
create index article_texts_due on article_texts (workspace_id, live_from) where published_at is null and archived_at is null;
create index article_texts_over on article_texts (workspace_id, live_until) where live_until is not null and archived_at is null;
create index article_texts_next on article_texts (workspace_id, next_at) where next_at is not null;
alter table article_texts enable row level security;
alter table article_texts force row level security;
create policy wall on article_texts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or (readers = any ((select app.readable())::text[]) and gates <@ (select app.open_gates())::text[]
      and archived_at is null and live_from <= now() and coalesce(live_until > now(), true))));
create policy wall_insert on article_texts for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
create policy wall_update on article_texts for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, update on article_texts to portico_runtime;

-- An article is there for readers when one of its texts is; a version when it is the one that is live.
alter table articles enable row level security;
alter table articles force row level security;
create policy wall on articles for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or exists (select from article_texts t where t.workspace_id = articles.workspace_id and t.article_id = articles.id)));
create policy wall_insert on articles for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('articles.write')) and created_by = (select app.person()))));
create policy wall_update on articles for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')));
create policy wall_delete on articles for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, update, delete on articles to portico_runtime;

alter table article_versions enable row level security;
alter table article_versions force row level security;
create policy wall on article_versions for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or exists (select from article_texts t where t.workspace_id = article_versions.workspace_id and t.version_id = article_versions.id)));
create policy wall_insert on article_versions for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('articles.publish')) and member_id = (select app.person()))));
grant select, insert on article_versions to portico_runtime;

-- Where an article was found before: it leads on while nobody else has the address.
create table article_slugs (
  workspace_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  slug text not null check (length(slug) <= 120),
  article_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, locale, slug),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index article_slugs_article on article_slugs (workspace_id, article_id);
alter table article_slugs enable row level security;
alter table article_slugs force row level security;
create policy wall on article_slugs for select to portico_runtime
  using (workspace_id = (select app.workspace())
    and exists (select from articles a where a.workspace_id = article_slugs.workspace_id and a.id = article_slugs.article_id));
create policy wall_write on article_slugs to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.publish')));
grant select, insert, update, delete on article_slugs to portico_runtime;

-- What is being written: one row for each save, so that two people who began with the same one can be brought together.
create table article_drafts (
  workspace_id uuid not null,
  article_id uuid not null,
  locale text not null check (length(locale) between 2 and 10),
  revision int not null check (revision > 0),
  title text not null check (length(title) <= 200),
  summary text not null default '' check (length(summary) <= 300),
  body_html text not null check (length(body_html) <= 8000000),
  member_id uuid,
  saved_at timestamptz not null default now(),
  primary key (workspace_id, article_id, locale, revision),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index article_drafts_saved on article_drafts (workspace_id, saved_at);
alter table article_drafts enable row level security;
alter table article_drafts force row level security;
create policy wall on article_drafts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_insert on article_drafts for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('articles.write')) and member_id = (select app.person()))));
create policy wall_delete on article_drafts for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')));
grant select, insert, delete on article_drafts to portico_runtime;

-- A picture in the text of one article: whoever reads a text that shows it sees it, and nobody else but the team.
create table article_pictures (
  workspace_id uuid not null,
  id uuid not null,
  article_id uuid not null,
  name text not null check (length(name) between 1 and 255),
  type text not null check (length(type) between 1 and 100),
  bytes bigint not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  storage_key text not null,
  member_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index article_pictures_article on article_pictures (workspace_id, article_id);
create index article_pictures_storage_key on article_pictures (storage_key);
alter table article_pictures enable row level security;
alter table article_pictures force row level security;
create policy wall on article_pictures for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team())
    or exists (select from article_versions v where v.workspace_id = article_pictures.workspace_id
      and v.article_id = article_pictures.article_id and article_pictures.id = any (v.pictures))));
create policy wall_insert on article_pictures for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('articles.write')) and member_id = (select app.person()))));
-- As in 0040: contents that no row speaks of are found by the owner.
create policy operator on article_pictures for select to current_user using (true);
grant select, insert on article_pictures to portico_runtime;
create or replace function app.unknown_files(keys text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k from unnest(keys) k where not exists (select from public.attachments a where a.storage_key = k)
    and not exists (select from public.field_values v where v.file_key = k)
    and not exists (select from public.article_pictures p where p.storage_key = k) $$;

-- Who reads follows what stands above. Each looks at the row above under a lock, so that an article that comes while its category becomes
-- narrower is not wider than it.
create function app.category_readers() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$
declare above record;
begin
  new.readers := new.audience;
  new.gates := case when new.audience = 'segment' then array['category:' || new.id] else '{}' end;
  if new.parent_id is not null then
    select c.readers, c.gates into above from categories c
      where c.workspace_id = new.workspace_id and c.id = new.parent_id and c.parent_id is null for share;
    if not found or exists (select from categories c where c.workspace_id = new.workspace_id and c.parent_id = new.id) then
      raise exception 'categories have two levels' using errcode = '23514';
    end if;
    new.readers := app.narrower(new.audience, above.readers);
    new.gates := above.gates || new.gates;
  end if;
  return new;
end $$;
create function app.article_readers() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$
declare above record;
begin
  select c.readers, c.gates into above from categories c
    where c.workspace_id = new.workspace_id and c.id = new.category_id for share;
  new.readers := app.narrower(new.audience, coalesce(above.readers, 'member'));
  new.gates := coalesce(above.gates, '{}') || case when new.audience = 'segment' then array['article:' || new.id] else '{}' end;
  return new;
end $$;
create function app.text_readers() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$
declare above record;
begin
  select a.readers, a.gates into above from articles a
    where a.workspace_id = new.workspace_id and a.id = new.article_id for share;
  new.readers := coalesce(above.readers, 'member');
  new.gates := coalesce(above.gates, '{}');
  return new;
end $$;
create trigger readers before insert or update on categories for each row execute function app.category_readers();
create trigger readers before insert or update on articles for each row execute function app.article_readers();
create trigger readers before insert or update on article_texts for each row execute function app.text_readers();

create function app.category_readers_below() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$ begin
  update categories set readers = readers where workspace_id = new.workspace_id and parent_id = new.id;
  update articles set readers = readers where workspace_id = new.workspace_id and category_id = new.id;
  return null;
end $$;
create function app.article_readers_below() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$ begin
  update article_texts set readers = readers where workspace_id = new.workspace_id and article_id = new.id;
  return null;
end $$;
create trigger readers_below after update on categories for each row
  when (old.readers <> new.readers or old.gates <> new.gates) execute function app.category_readers_below();
-- Whoever may not say what readers see is refused by the wall of the texts.
create trigger readers_below after update on articles for each row
  when (old.readers <> new.readers or old.gates <> new.gates) execute function app.article_readers_below();

-- As in 0205: whoever looks at the portal as somebody else writes nothing, here either.
do $$
declare one text;
begin
  foreach one in array array['help_languages', 'categories', 'category_texts', 'articles', 'article_versions', 'article_texts',
    'article_slugs', 'article_drafts', 'article_pictures'] loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;

create or replace function app.built_in_roles() returns table (side text, key text, rights text[])
  language sql immutable set search_path = pg_catalog
  as $$ values
    ('member', 'owner', '{customers.see,customers.manage,customers.merge,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,articles.write,articles.publish,data.export,data.erase,fields.manage,audiences.manage,members.manage,roles.manage,sign_in.manage,settings.manage,audit.see,portal.close}'::text[]),
    ('member', 'admin', '{customers.see,customers.manage,customers.merge,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,articles.write,articles.publish,data.export,data.erase,fields.manage,audiences.manage,members.manage,roles.manage,sign_in.manage,settings.manage,audit.see}'),
    ('member', 'manager', '{customers.see,customers.manage,contacts.invite,contacts.manage,customers.view_as,tickets.reply,tickets.note,tickets.triage,articles.write,articles.publish,data.export,audiences.manage}'),
    ('member', 'agent', '{customers.see,contacts.invite,contacts.manage,tickets.reply,tickets.note,tickets.triage,articles.write}'),
    ('member', 'viewer', '{customers.see}'),
    ('contact', 'account_admin', '{tickets.open,tickets.reply,tickets.colleagues,colleagues.manage,account.edit,billing.see,approvals.decide}'),
    ('contact', 'billing', '{tickets.open,tickets.reply,tickets.colleagues,billing.see}'),
    ('contact', 'approver', '{tickets.open,tickets.reply,tickets.colleagues,approvals.decide}'),
    ('contact', 'contributor', '{tickets.open,tickets.reply,tickets.colleagues}'),
    ('contact', 'viewer', '{tickets.colleagues}') $$;
select app.renew_roles();
