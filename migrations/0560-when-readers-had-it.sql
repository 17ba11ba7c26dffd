-- When readers came to have what is live now. A version may be made long before its moment: by the day it was made it would stand below what
-- was published meanwhile, in the feed and among what is new.
alter table article_texts add column shown_at timestamptz not null default now();
alter table article_texts no force row level security;
alter table article_versions no force row level security;
-- Nothing that is found or read changes by it.
alter table article_texts disable trigger user;
update article_texts t set shown_at = greatest(v.created_at, t.live_from)
  from article_versions v where v.workspace_id = t.workspace_id and v.id = t.version_id;
alter table article_texts enable trigger user;
alter table article_texts force row level security;
alter table article_versions force row level security;
create index article_texts_shown on article_texts (workspace_id, locale, shown_at);
