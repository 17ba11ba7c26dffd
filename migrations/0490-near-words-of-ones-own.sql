-- As in 0422, without what it told: of all words that are near, the first 40 were taken, whoever used them. Whoever wrote 40 of their own near a
-- word could see by the last of them whether others have it. Where there are more than 40, those that who asks finds nothing with are left out
-- before it is counted, so what is taken depends on their own rows alone. (Where there are not, all are taken, and that comes to the same.)
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
  return query select k.word from public.search_words k where k.workspace_id = app.workspace() and k.word <> asked
    and k.word = any (array(select left(asked, i - 1) || substr(asked, i + 1, 1) || substr(asked, i, 1) || substr(asked, i + 2)
      from generate_series(1, length(asked) - 1) i));
  near := array(select k.word from public.search_words k
    where k.workspace_id = app.workspace() and k.word % asked and k.word <> asked and levenshtein_less_equal(k.word, asked, off_by) <= off_by
    order by levenshtein_less_equal(k.word, asked, 2), k.word limit 2000);
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
