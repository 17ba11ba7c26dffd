-- Which language a text is in that does not say so itself; null: the help center's first.
alter table article_imports add column locale text check (length(locale) between 2 and 10);
