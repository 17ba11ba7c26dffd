-- A search costs what it shows, not what there is (0422). PostgreSQL knows how common a word is in everything together and takes a
-- beginning that it has not counted for common; a plan by that walks through every customer for a word only tickets use, and through
-- every ticket for a word that nobody used. So the two ways are taken one after the other, each with its bound: through the newest in
-- order, where a common word is met soon; and, when that was not enough and the word therefore is rare, by the index.

-- Each group of kinds has its own, so that what is common in one costs another nothing.
drop index search_entries_words, search_entries_named;
create index search_entries_words_people on search_entries using gin (words) with (gin_pending_list_limit = 512)
  where kind in ('account', 'contact');
create index search_entries_named_people on search_entries using gin (named) with (gin_pending_list_limit = 512)
  where kind in ('account', 'contact');
create index search_entries_words_tickets on search_entries using gin (words) with (gin_pending_list_limit = 512)
  where kind = 'ticket';
create index search_entries_named_tickets on search_entries using gin (named) with (gin_pending_list_limit = 512)
  where kind = 'ticket';
create index search_entries_words_notes on search_entries using gin (words) with (gin_pending_list_limit = 512)
  where kind = 'note';
create index search_entries_named_notes on search_entries using gin (named) with (gin_pending_list_limit = 512)
  where kind = 'note';
create index search_entries_words_other on search_entries using gin (words) with (gin_pending_list_limit = 512)
  where kind not in ('account', 'contact', 'note', 'ticket');
create index search_entries_named_other on search_entries using gin (named) with (gin_pending_list_limit = 512)
  where kind not in ('account', 'contact', 'note', 'ticket');

-- What an index of words knows, and never a way around it: the newest of at most 3,000 that it names.
create function app.by_index(kind text, field text, wall text, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set enable_seqscan = off set enable_indexscan = off
  as $$ begin
  return query execute format('select * from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from public.search_entries e
    where e.workspace_id = app.workspace() and e.kind = %L and e.%I @@ $1 and (%s) limit 3000) e order by e.at desc, e.of_id desc limit %s',
    kind, field, wall, most) using query;
end $$;
revoke execute on function app.by_index(text, text, text, tsquery, int) from public;

drop function app.asked_for(text[], text[], boolean, boolean, boolean);
-- What somebody asks, as a query: every word must occur (or any of them), the way it begins, or bent as one of the languages does, or as
-- another word that means the same here; mended, or as a word that is nearly it. A word that says nothing in their language need not.
-- `known`: of several words, only the last is a beginning, and for who sees everything not even that where it is a word. (For others that
-- would tell whether somebody has it.) A beginning costs what everything that begins so costs.
create function app.asked_for(asked text[], locales text[], mended boolean default false, any_of boolean default false, marking boolean default false,
    known boolean default false)
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
      bent := to_tsquery('app.words', quote_literal(folded[k]) || case when known and n > 1 and (k < n
        or (app.sees_all() and exists (select from public.search_words w where w.workspace_id = app.workspace() and w.word = folded[k])))
        then '' else ':*' end);
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
revoke execute on function app.asked_for(text[], text[], boolean, boolean, boolean, boolean) from public;

-- The walls of a kind of entry for who asks, in their own terms only: a wall that hides nothing must not look like a narrow one to the
-- planner, which plans each search anew.
create or replace function app.search_wall(kind text) returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when app.sees_all() then 'true'
    when app.is_team() then format('e.account_id = any (%L::uuid[])', app.assigned())
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

-- What may be meant of one kind: by its title, and by all its words, the newest of each. Through the newest 500 first: what is rare
-- among them is then asked of the index.
create function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app
  as $$
declare
  wall text := app.search_wall(kind);
  people boolean := kind in ('account', 'contact');
  line record;
  met int := 0;
  named int := 0;
  enough int := most * 2;
begin
  if wall = 'false' then return; end if;
  for line in execute format('select e.*, e.named @@ $1 as by_title from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named
      from public.search_entries e where e.workspace_id = app.workspace() and e.kind = %L and (%s)
      order by e.at desc, e.of_id desc limit %s) e where e.named @@ $1 or (%L and e.words @@ $1)',
    kind, wall, case when people then 100 else 500 end, not titles) using query
  loop
    met := met + 1;
    if line.by_title then named := named + 1; end if;
    if met > enough and (not line.by_title or named > enough) then continue; end if;
    object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
    return next;
    exit when named >= enough;
  end loop;
  if named >= enough then return; end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.by_index(kind, 'words', wall, case when people then query else known end, enough);
    get diagnostics met = row_count;
  end if;
  if titles or met >= enough then
    return query select * from app.by_index(kind, 'named', wall, case when people then query else known end, enough);
  end if;
end $$;
revoke execute on function app.search_of_kind(text, tsquery, tsquery, int, boolean) from public;

-- What a search means, at most so many of each kind, the best first. When nothing has the words as they are known, what begins with
-- them; when nothing has, what is nearly it (`how` is then 'like'); and at last what has some of the words ('some').
create or replace function app.search(asked text[], locales text[], kinds text[], most int default 20)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  step text;
  query tsquery;
  known tsquery;
  before tsquery;
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  short boolean := several = 0 and length(asked[1]) < 3;
begin
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and step in ('begun', 'some');
    query := app.asked_for(asked, locales, step in ('like', 'some'), step = 'some');
    known := case when several = 0 or step = 'begun' then query else app.asked_for(asked, locales, step in ('like', 'some'), step = 'some', known => true) end;
    if known = before or numnode(query) = 0 then continue; end if;
    before := known;
    how := case step when 'begun' then 'all' else step end;
    return query
      select r.kind, r.object_id, r.locale, r.of_id,
        (r.worth * case search.how when 'all' then 1 when 'like' then 0.2 else 0.05 end)::real, search.how,
        (select app.asked_for(asked, locales, search.how <> 'all', search.how = 'some', true))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) as worth
        from (select k.kind, u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note') u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;

-- The tickets that a list is narrowed to. As in 0302: by what hides nothing from whoever asks, and no further than the page that asks.
-- A list is whole and in order: so where the index knows more than it may look at, it is walked through from the newest.
create or replace function app.found_tickets(asked text[], locales text[], most int default 500, before_at timestamptz default null, before_id uuid default null)
  returns table (ticket_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  wall text := app.search_wall('ticket');
  page text := case when before_at is null then 'true' else format('(e.at, e.of_id) < (%L, %L)', before_at, before_id) end;
  enough int := least(greatest(most, 1), 500);
  query tsquery := app.asked_for(asked, locales);
  met uuid[];
begin
  return query select i.of_id from app.by_index('note', 'words', app.search_wall('note'), query, 500) i;
  execute format('select array_agg(f.of_id) from (select e.of_id from (select e.of_id, e.at, e.words from public.search_entries e
      where e.workspace_id = app.workspace() and e.kind = ''ticket'' and (%s) and %s order by e.at desc, e.of_id desc limit 1000) e
    where e.words @@ $1 order by e.at desc, e.of_id desc limit %s) f', wall, page, enough) into met using query;
  if cardinality(met) = enough then return query select unnest(met); return; end if;
  select array_agg(i.of_id order by i.at desc, i.of_id desc) into met
    from app.by_index('ticket', 'words', format('(%s) and %s', wall, page), query, 3000) i;
  if cardinality(met) = 3000 then
    return query execute format('select e.of_id from public.search_entries e where e.workspace_id = app.workspace() and e.kind = ''ticket''
      and e.words @@ $1 and (%s) and %s order by e.at desc, e.of_id desc limit %s', wall, page, enough) using query;
  else return query select unnest(met[:enough]); end if;
end $$;
