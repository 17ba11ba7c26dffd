-- Two transactions that bring the same new word wait for each other no longer. With one row for each word the second waited until the first had
-- ended, and as each statement brings its words by itself, two that bring several met in opposite order: a deadlock, between two halves of a seed
-- or between an import and a customer's ticket. Now a word that two bring at once is there twice, until the nightly renewal.
alter table search_words drop constraint search_words_pkey;
create index search_words_of on search_words (workspace_id, word);

-- As in 0491.
create or replace function app.note_words() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  insert into public.search_words (workspace_id, word)
    select u.workspace_id, u.word
    -- Grouped where nothing asks for an order, so by hashing.
    from (select f.workspace_id, w.lexeme as word from fresh f, unnest(f.words) w group by 1, 2 offset 0) u
    where length(u.word) between 4 and 32 and u.word !~ '[^[:alpha:]]'
      and not exists (select from public.search_words k where k.workspace_id = u.workspace_id and k.word = u.word);
  return null;
end $$;

-- As in 0421; of a word that is there twice one row stays.
create or replace function app.renew_words() returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace();
begin
  if not app.is_system() then raise exception 'only the system renews words' using errcode = '42501'; end if;
  create temporary table there on commit drop as select s.word from
    ts_stat(format('select words from public.search_entries where workspace_id = %L', ws)) s
    where length(s.word) between 4 and 32 and s.word !~ '[^[:alpha:]]';
  delete from public.search_words k where k.workspace_id = ws and (not exists (select from there t where t.word = k.word)
    or exists (select from public.search_words o where o.workspace_id = ws and o.word = k.word and o.ctid < k.ctid));
  insert into public.search_words select ws, t.word from there t
    where not exists (select from public.search_words k where k.workspace_id = ws and k.word = t.word);
  drop table there;
end $$;

-- As in 0490; a word that is there twice is near once.
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
  near := array(select k.word from public.search_words k
    where k.workspace_id = app.workspace() and k.word % asked and k.word <> asked and levenshtein_less_equal(k.word, asked, off_by) <= off_by
    group by k.word order by levenshtein_less_equal(k.word, asked, 2), k.word limit 2000);
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
