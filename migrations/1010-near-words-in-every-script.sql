-- What is nearly a word was found by trigrams, and those of a cluster with the locale C are of the letters a to z alone: no typing error was forgiven in
-- Russian or Greek. Letters beyond ASCII stand for one of a to z each in an index of their own; what is near then says the distance of the words
-- themselves, as it does for all.
create function app.in_latin(said text) returns text language sql immutable parallel safe set search_path = pg_catalog
  as $$ select case when said !~ '[^\u0001-\u007f]' then said
    else (select string_agg(case when ascii(c) < 128 then c when c ~ '[[:alnum:]]' then chr(97 + ascii(c) % 26) else ' ' end, '' order by n)
      from string_to_table(said, null) with ordinality t (c, n)) end $$;

create index search_words_beyond on search_words using gin (app.in_latin(word) gin_trgm_ops) where word ~ '[^\u0001-\u007f]';

-- As in 0601.
create or replace function app.like_word(asked text) returns setof text
  language plpgsql stable security definer set search_path = pg_catalog, public, app set enable_seqscan = off set enable_indexscan = off
    set plan_cache_mode = force_generic_plan
  as $$
declare
  off_by int := case when length(asked) < 6 then 1 else 2 end;
  near text[];
  wall text;
  own boolean;
  taken int := 0;
  each text;
begin
  if length(asked) not between 4 and 32 then return; end if;
  return query select distinct k.word from public.search_words k where k.workspace_id = app.workspace() and k.word <> asked
    and k.word = any (array(select left(asked, i - 1) || substr(asked, i + 1, 1) || substr(asked, i, 1) || substr(asked, i + 2)
      from generate_series(1, length(asked) - 1) i));
  if asked ~ '[^\u0001-\u007f]' then
    near := array(select k.word from public.search_words k where k.workspace_id = app.workspace() and k.word ~ '[^\u0001-\u007f]'
        and app.in_latin(k.word) % app.in_latin(asked) and k.word <> asked and levenshtein_less_equal(k.word, asked, off_by) <= off_by
      group by k.word order by levenshtein_less_equal(k.word, asked, 2), k.word limit 2000);
  else
    near := array(select k.word from public.search_words k
      where k.workspace_id = app.workspace() and k.word % asked and k.word <> asked and levenshtein_less_equal(k.word, asked, off_by) <= off_by
      group by k.word order by levenshtein_less_equal(k.word, asked, 2), k.word limit 2000);
  end if;
  if cardinality(near) <= 40 or app.sees_all() then return query select unnest(near[:40]); return; end if;
  wall := (select string_agg(format('exists (select from public.search_entries e where e.workspace_id = app.workspace() and e.kind = %L and e.words @@ $1 and %s)',
      w.kind, w.wall), ' or ')
    from (select k.kind, case when k.kind <> 'article' then app.search_wall(k.kind)
        else 'e.live_from <= now() and coalesce(e.live_until > now(), true)' || case when app.is_team() then ''
          else format(' and e.audience = any (%L::text[]) and e.gates <@ %L::text[]', app.readable(), app.open_gates()) end end as wall
      from unnest('{article,ticket,note,account,contact}'::text[]) k (kind)) w
    where w.wall <> 'false');
  foreach each in array near loop
    execute 'select ' || wall into own using to_tsquery('app.words', quote_literal(each));
    continue when not own;
    taken := taken + 1;
    return next each;
    exit when taken = 40;
  end loop;
end $$;
