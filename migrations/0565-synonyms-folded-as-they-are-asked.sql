-- A word of a group was folded without the database, which also knows ß, ø, æ, ł and œ: such a word was stored as nobody could ask for it.
-- Two words of a group that are one word by now make it smaller; a group of one word says nothing.
alter table search_synonyms no force row level security;
delete from search_synonyms where (select count(distinct app.folded(w)) from unnest(words) w) < 2;
update search_synonyms set words = array(select min(f.word) from (select app.folded(w.word) as word, w.n from unnest(words) with ordinality w (word, n)) f
    group by f.word order by min(f.n))
  where words <> array(select app.folded(w.word) from unnest(words) with ordinality w (word, n) order by w.n);
alter table search_synonyms force row level security;
