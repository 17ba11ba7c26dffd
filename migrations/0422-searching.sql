-- How entries are found (0420). As text search under row-level security cannot use its index (0008), these find ids by walls that they
-- name themselves, and the caller reads the rows through the policies as ever: an id too many shows nothing.

-- Words that are there and nearly this one: a letter or two, or two that changed places; never a matter of who else uses them.
create function app.like_word(asked text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$
    (select k.word from public.search_words k
      where k.workspace_id = app.workspace() and length(asked) between 4 and 32 and k.word % asked and k.word <> asked
        and levenshtein_less_equal(k.word, asked, case when length(asked) < 6 then 1 else 2 end) <= case when length(asked) < 6 then 1 else 2 end
      order by levenshtein_less_equal(k.word, asked, 2), k.word limit 40)
    union
    (select k.word from public.search_words k
      where k.workspace_id = app.workspace() and length(asked) between 4 and 32 and k.word <> asked
        and k.word = any (array(select left(asked, i - 1) || substr(asked, i + 1, 1) || substr(asked, i, 1) || substr(asked, i + 2)
          from generate_series(1, length(asked) - 1) i))) $$;
revoke execute on function app.like_word(text) from public;

-- What somebody asks, as a query: every word must occur (or any of them), the way it begins, or bent as one of the languages does, or as
-- another word that means the same here; mended, or as a word that is nearly it. A word that says nothing in their language need not.
create function app.asked_for(asked text[], locales text[], mended boolean default false, any_of boolean default false, marking boolean default false)
  returns tsquery
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  folded text[] := array(select app.folded(a.word) from unnest(asked) with ordinality a (word, n) order by a.n);
  n int := coalesce(array_length(asked, 1), 0);
  i int := 1;
  whole tsquery;
  one tsquery;
  bent tsquery;
  same text[];
  each text;
  taken int;
  idle boolean;
begin
  while i <= n loop
    one := null; taken := 1; idle := false;
    for k in i .. least(n, i + 2) loop
      select array_agg(distinct w.word) into same from public.search_synonyms s, unnest(s.words) w (word)
        where s.workspace_id = app.workspace() and s.words @> array[array_to_string(folded[i:k], ' ')];
      if same is not null then
        taken := k - i + 1;
        one := null;
        foreach each in array same loop
          bent := phraseto_tsquery('app.words', each);
          if numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        end loop;
      end if;
    end loop;
    for k in i .. i + taken - 1 loop
      bent := to_tsquery('app.words', quote_literal(folded[k]) || ':*');
      if numnode(bent) = 0 then continue; end if;
      if taken = 1 then one := case when one is null then bent else one || bent end; end if;
      foreach each in array locales loop
        bent := to_tsquery(app.words_of_language(each), quote_literal(folded[k]));
        if numnode(bent) > 0 then
          if marking then bent := to_tsquery(app.words_of_language(each), quote_literal(folded[k]) || ':*'); end if;
          if taken = 1 then one := one || bent; end if;
        elsif each = locales[1] and n > 1 and k < n then idle := true;
        end if;
      end loop;
      if mended and taken = 1 then
        for each in select * from app.like_word(folded[k]) loop
          one := one || to_tsquery('app.words', quote_literal(each));
        end loop;
      end if;
    end loop;
    if one is not null and (not idle or taken > 1 or (i = n and whole is null)) then
      whole := case when whole is null then one when any_of then whole || one else whole && one end;
    end if;
    i := i + taken;
  end loop;
  return coalesce(whole, case when n > 0 then to_tsquery('app.words', quote_literal(folded[n]) || ':*') else ''::tsquery end);
end $$;
revoke execute on function app.asked_for(text[], text[], boolean, boolean, boolean) from public;

-- The walls of a kind of entry for who asks, in their own terms only: a wall that hides nothing must not look like a narrow one to the
-- planner, which plans each search anew.
create function app.search_wall(kind text) returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when app.sees_all() then 'true'
    when app.is_team() then 'e.account_id = any ((select app.assigned())::uuid[])'
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

-- What a search means, at most so many of each kind, the best first. By title first, then by all words, the newest of each; when that is
-- hardly anything, also what is nearly it (`how` is then 'like'), and at last what has some of the words ('some').
create function app.search(asked text[], locales text[], kinds text[], most int default 20)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  step text;
  query tsquery;
  before tsquery;
  marked tsquery;
  one text;
  wall text;
  parts text[] := '{}';
  many int := least(greatest(most, 1), 100);
  short boolean := length(asked[array_length(asked, 1)]) < 3 and array_length(asked, 1) = 1;
  seen text[] := '{}';
  line record;
begin
  foreach one in array kinds loop
    wall := app.search_wall(one);
    if wall = 'false' then continue; end if;
    parts := parts || format('(select e.kind, e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from public.search_entries e
        where e.workspace_id = app.workspace() and e.kind = %1$L and e.%2$I @@ $1 and (%3$s) order by e.at desc limit %4$s)', one,
      case when one = 'note' then 'words' else 'named' end, wall, many * 2);
    if one <> 'note' and not short then
      parts := parts || format('(select e.kind, e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from public.search_entries e
        where e.workspace_id = app.workspace() and e.kind = %1$L and e.words @@ $1 and (%2$s) order by e.at desc limit %3$s)', one, wall, many * 2);
    end if;
  end loop;
  if array_length(parts, 1) is null then return; end if;
  foreach step in array array['all', 'like', 'some'] loop
    if step = 'some' and (array_length(asked, 1) < 2 or cardinality(seen) > 0) then exit; end if;
    query := app.asked_for(asked, locales, step <> 'all', step = 'some');
    if query = before or numnode(query) = 0 then continue; end if;
    before := query;
    marked := app.asked_for(asked, locales, step <> 'all', step = 'some', true);
    for line in execute format($q$
      select r.* from (select c.*, row_number() over (partition by c.kind order by c.score desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          (ts_rank('{0.125, 0.125, 0.375, 1}', f.words, $1, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8))::real as score
        from (select u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days from (%s) u) f) c) r where r.place <= %s order by r.score desc$q$, array_to_string(parts, ' union all '), many) using query
    loop
      if line.kind || line.object_id || line.locale = any (seen) then continue; end if;
      seen := seen || (line.kind || line.object_id || line.locale);
      kind := line.kind; object_id := line.object_id; locale := line.locale; of_id := line.of_id; how := step; marks := marked;
      score := line.score * case step when 'all' then 1 when 'like' then 0.2 else 0.05 end;
      return next;
    end loop;
    exit when cardinality(seen) >= 5;
  end loop;
end $$;
revoke execute on function app.search(text[], text[], text[], int) from public;
grant execute on function app.search(text[], text[], text[], int) to portico_runtime;

-- The tickets that a list is narrowed to. As in 0302: by what hides nothing from whoever asks, and no further than the page that asks.
drop function app.matching_tickets(text, int, timestamptz, uuid);
create function app.found_tickets(asked text[], locales text[], most int default 500, before_at timestamptz default null, before_id uuid default null)
  returns table (ticket_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare page text := case when before_at is null then 'true' else '(e.at, e.of_id) < ($2, $3)' end;
begin
  return query execute format($q$
    (select e.of_id from public.search_entries e where e.workspace_id = app.workspace() and e.kind = 'ticket' and e.words @@ $1 and (%s) and %s
      order by e.at desc, e.of_id desc limit %s)
    union
    (select e.of_id from public.search_entries e where e.workspace_id = app.workspace() and e.kind = 'note' and e.words @@ $1 and (%s) limit 500)$q$,
    app.search_wall('ticket'), page, least(greatest(most, 1), 500), app.search_wall('note'))
    using app.asked_for(asked, locales), before_at, before_id;
end $$;
revoke execute on function app.found_tickets(text[], text[], int, timestamptz, uuid) from public;
grant execute on function app.found_tickets(text[], text[], int, timestamptz, uuid) to portico_runtime;

-- The customers and the people a search means, by a part of their name or address, or nearly it.
create or replace function app.matching_accounts(query text)
  returns table (account_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app
  as $$
declare pattern text := '%' || regexp_replace(app.folded(query), '([\\%_])', '\\\1', 'g') || '%';
begin
  if not app.is_team() then return; end if;
  return query select e.account_id from public.search_entries e
    where e.workspace_id = app.workspace() and e.kind in ('account', 'contact') and e.grams like pattern
      and (app.sees_all() or e.account_id = any (app.assigned())) limit 2000;
end $$;
create or replace function app.similar_people(query text)
  returns table (kind text, id uuid, likeness real)
  language plpgsql security definer set search_path = pg_catalog, public, app
  as $$
declare meant text := app.folded(query);
begin
  if not app.is_team() or length(meant) < 2 then return; end if;
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  return query select f.kind, f.object_id, f.likeness from (
      select e.kind, e.object_id, e.grams, word_similarity(meant, e.grams) as likeness,
        row_number() over (partition by e.kind order by word_similarity(meant, e.grams) desc, e.grams) as place
      from public.search_entries e
      where e.workspace_id = app.workspace() and e.kind in ('account', 'contact') and meant <% e.grams
        and (app.sees_all() or e.account_id = any (app.assigned()))) f
    where f.place <= 20 order by f.kind, f.likeness desc, f.grams;
end $$;

-- What is dead by that.
alter table tickets drop column words;
alter table internal_notes drop column words;
drop index accounts_search;
drop index contacts_search;
