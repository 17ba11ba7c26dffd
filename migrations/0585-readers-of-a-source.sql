-- For whom a text was meant where it came from when it was last published from there, as a digest: readers that nobody here knows are the
-- same as then, or they are others. Empty for what came before: nobody can tell.
alter table article_sources add column readers text not null default '' check (readers ~ '^([0-9a-f]{64})?$');
-- What was taken back of a text is looked for when it comes again.
create index article_import_lines_back on article_import_lines (workspace_id, article_id, locale) where undone = 'back';
