-- One index for everything that can be found (docs/decisions/0051). A row is one thing in one language. What it is and who may find it
-- follows the thing by triggers, whoever writes it; its words are given by `app.index_text` in the transaction of the change.
create extension if not exists fuzzystrmatch;

-- A language's own way with words, without accents; `app.words` knows none.
do $$
declare one text;
begin
  foreach one in array array['arabic', 'armenian', 'basque', 'catalan', 'danish', 'dutch', 'english', 'finnish', 'french', 'german', 'greek',
    'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'lithuanian', 'nepali', 'norwegian', 'portuguese', 'romanian', 'russian',
    'serbian', 'spanish', 'swedish', 'tamil', 'turkish', 'yiddish']
  loop
    execute format('create text search configuration app.%I (copy = pg_catalog.%I)', one, one);
    execute format('alter text search configuration app.%I alter mapping for hword, hword_part, word with unaccent, %I', one, one || '_stem');
  end loop;
end $$;
create function app.words_of_language(locale text) returns regconfig language sql immutable parallel safe
  as $$ select case left(locale, 2)
    when 'ar' then 'app.arabic' when 'hy' then 'app.armenian' when 'eu' then 'app.basque' when 'ca' then 'app.catalan'
    when 'da' then 'app.danish' when 'nl' then 'app.dutch' when 'en' then 'app.english' when 'fi' then 'app.finnish'
    when 'fr' then 'app.french' when 'de' then 'app.german' when 'el' then 'app.greek' when 'hi' then 'app.hindi'
    when 'hu' then 'app.hungarian' when 'id' then 'app.indonesian' when 'ga' then 'app.irish' when 'it' then 'app.italian'
    when 'lt' then 'app.lithuanian' when 'ne' then 'app.nepali' when 'nb' then 'app.norwegian' when 'nn' then 'app.norwegian'
    when 'no' then 'app.norwegian' when 'pt' then 'app.portuguese' when 'ro' then 'app.romanian' when 'ru' then 'app.russian'
    when 'sr' then 'app.serbian' when 'es' then 'app.spanish' when 'sv' then 'app.swedish' when 'ta' then 'app.tamil'
    when 'tr' then 'app.turkish' when 'yi' then 'app.yiddish' else 'app.words' end::regconfig $$;

-- A text as it is found: each word as it stands, and as its language bends it.
create function app.as_words(locale text, said text, weight "char") returns tsvector language sql immutable parallel safe
  as $$ select setweight(to_tsvector('app.words'::regconfig, said) || to_tsvector(app.words_of_language(locale), said), weight) $$;

-- `of_id` is the thing whose page a row leads to: of a note, its ticket. `person_id` always finds it, others of `account_id` unless it is
-- narrowed. `room` is the room of the portal it belongs to. `heft` is how much it is used.
create table search_entries (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z]{2,20}$'),
  object_id uuid not null,
  locale text not null default '' check (length(locale) <= 10),
  of_id uuid not null,
  account_id uuid,
  person_id uuid,
  narrowed boolean not null default false,
  audience text not null check (audience in ('public', 'signed_in', 'segment', 'account', 'member')),
  room text check (length(room) <= 40),
  title text not null default '',
  headings text not null default '',
  body text not null default '',
  heft int not null default 0 check (heft >= 0),
  at timestamptz not null,
  words tsvector not null default '',
  named tsvector generated always as (app.as_words(locale, title || ' ' || headings, 'A')) stored,
  grams text generated always as (app.folded(title || ' ' || headings)) stored,
  primary key (workspace_id, kind, object_id, locale),
  check ((audience = 'account') <= (account_id is not null)),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) on delete cascade deferrable initially immediate,
  foreign key (workspace_id, account_id, person_id) references contacts (workspace_id, account_id, id)
    on delete cascade deferrable initially immediate
);
create index search_entries_words on search_entries using gin (words) with (gin_pending_list_limit = 512);
create index search_entries_named on search_entries using gin (named) with (gin_pending_list_limit = 512);
create index search_entries_grams on search_entries using gin (grams gin_trgm_ops) with (gin_pending_list_limit = 512)
  where kind in ('account', 'contact');
-- Of a word that is in everything the newest are found by walking through them in order.
create index search_entries_at on search_entries (workspace_id, kind, at desc, of_id desc);
create index search_entries_account on search_entries (workspace_id, account_id, kind, at desc, of_id desc);
create index search_entries_person on search_entries (workspace_id, account_id, person_id);
create index search_entries_of on search_entries (workspace_id, of_id);
alter table search_entries enable row level security;
alter table search_entries force row level security;
create policy wall on search_entries for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or account_id = any ((select app.assigned())::uuid[])
    or (account_id is null and (select app.is_team()))
    or (audience = 'account' and account_id = (select app.account()) and (person_id = (select app.person())
      or ((select app.colleagues()) = 'all' and not narrowed)
      or of_id = any ((select app.named_tickets())::uuid[])))));
create policy gated on search_entries as restrictive for select to portico_runtime
  using (room is null or room <> all ((select app.shut('room'))::text[]));
-- Seeds bring many at once.
create policy wall_insert on search_entries for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy keeper on search_entries to current_user using (true) with check (true);
grant select, insert on search_entries to portico_runtime;

-- The words there are, for typing errors. Nobody reads them: a word is asked for by one that is nearly it, and finds what its reader may
-- find anyway, whoever else used it.
create table search_words (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  word text not null check (length(word) between 4 and 32),
  primary key (workspace_id, word)
);
create index search_words_grams on search_words using gin (word gin_trgm_ops);
alter table search_words enable row level security;
alter table search_words force row level security;
create policy nobody on search_words to portico_runtime using (false);
create policy keeper on search_words to current_user using (true) with check (true);

-- Words that mean the same here, folded: applied to what is asked, not to what is found, so a change holds at once.
create table search_synonyms (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  words text[] not null check (cardinality(words) between 2 and 12),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index search_synonyms_words on search_synonyms using gin (words);
alter table search_synonyms enable row level security;
alter table search_synonyms force row level security;
create policy wall on search_synonyms for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on search_synonyms to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')));
create policy keeper on search_synonyms for select to current_user using (true);
grant select, insert, update, delete on search_synonyms to portico_runtime;

-- What customers looked for, and what became of it. It says nothing of who they were: no person, no account, no address.
create table searches (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  asked text not null check (length(asked) between 2 and 100),
  locale text not null check (length(locale) between 2 and 10),
  place text not null check (place in ('page', 'palette', 'help')),
  found int not null check (found >= 0),
  opened text check (opened ~ '^[a-z]{2,20}$'),
  at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create index searches_at on searches (workspace_id, at);
alter table searches enable row level security;
alter table searches force row level security;
create policy wall on searches for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_insert on searches for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.kind()) in ('contact', 'system'));
create policy wall_forget on searches for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on searches to portico_runtime;

-- How far the words of what was there before have been brought in. `after_id` is the last one done.
create table search_fills (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  kind text not null check (kind ~ '^[a-z]{2,20}$'),
  after_id uuid,
  done_at timestamptz,
  primary key (workspace_id, kind)
);
alter table search_fills enable row level security;
alter table search_fills force row level security;
create policy wall on search_fills for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.kind()) in ('contact', 'member', 'system'));
create policy wall_write on search_fills to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy keeper on search_fills to current_user using (true) with check (true);
grant select, insert, update, delete on search_fills to portico_runtime;

-- As in 0205: whoever looks at the portal as somebody else writes nothing.
do $$
declare one text;
begin
  foreach one in array array['search_entries', 'search_words', 'search_synonyms', 'searches', 'search_fills'] loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;
