-- A link to a place in an article goes on leading there when its heading is renamed: the names that each heading of a version had before,
-- in the order of the headings, the latest first. Null where all are called as their words say.
alter table article_versions add column places jsonb;
