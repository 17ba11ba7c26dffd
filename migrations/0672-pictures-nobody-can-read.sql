-- When it was found that nothing can be taken out of a picture, as its file cannot be read: it still says what its camera wrote, and is not said
-- to be bare. Of those that were, whichever has no size is looked at again.
alter table article_pictures add column unreadable_at timestamptz;
drop index article_pictures_to_bare;
create index article_pictures_to_bare on article_pictures (workspace_id) where bared_at is null and unreadable_at is null;
grant update (unreadable_at) on article_pictures to portico_runtime;
alter table article_pictures no force row level security;
update article_pictures set bared_at = null where width is null;
alter table article_pictures force row level security;
