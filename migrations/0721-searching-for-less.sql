-- A search costs less of the processor, most where who asks sees everything. What is asked is found out by plain expressions: synonyms are looked up only where there are
-- any, and words that are nearly it once, not for each step. For who sees everything no plan is made anew, and the next thousand titles are looked at before an
-- index of a common beginning is.

-- As in 0720. `near`: for each of the words those that are nearly it.
drop function app.asked_for(text[], text[], boolean, boolean, boolean, boolean);
create function app.asked_for(asked text[], locales text[], near text[] default null, any_of boolean default false, marking boolean default false,
    known boolean default false)
  returns tsquery
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  ws uuid := app.workspace();
  n int := coalesce(cardinality(asked), 0);
  everything boolean := known and n > 1 and app.sees_all();
  folded text[] := asked;
  tongues regconfig[] := '{}';
  groups jsonb;
  whole tsquery;
  one tsquery;
  bent tsquery;
  same text[];
  each text;
  begins boolean;
  idle boolean;
  taken int;
  i int := 1;
begin
  for k in 1 .. n loop folded[k] := app.folded(asked[k]); end loop;
  foreach each in array locales loop tongues := tongues || app.words_of_language(each); end loop;
  -- Most have none: that is known at once.
  if exists (select from public.search_synonyms s where s.workspace_id = ws) then
    groups := (select jsonb_object_agg(g.said, g.words) from (select w.said, array_agg(distinct o.word) as words
      from public.search_synonyms s, unnest(s.words) w (said), unnest(s.words) o (word),
        (select array_agg(array_to_string(folded[f.at:f.at + m.more], ' ')) as said from generate_series(1, n) f (at), generate_series(0, 2) m (more)
          where f.at + m.more <= n) v
      where s.workspace_id = ws and s.words && v.said and w.said = any (v.said) group by w.said) g);
  end if;
  while i <= n loop
    one := null; taken := 1; idle := false;
    if groups is not null then
      for k in i .. least(n, i + 2) loop
        continue when not groups ? array_to_string(folded[i:k], ' ');
        same := array(select jsonb_array_elements_text(groups -> array_to_string(folded[i:k], ' ')));
        taken := k - i + 1;
        one := null;
        foreach each in array same loop
          bent := app.meaning(each);
          if numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        end loop;
      end loop;
    end if;
    for k in i .. i + taken - 1 loop
      if asked[k] ~ app.signs() then
        bent := app.run_asked(asked[k], any_of, marking);
        if taken = 1 and numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        continue;
      end if;
      begins := not (known and n > 1 and k < n);
      if begins and everything then
        begins := not exists (select from public.search_words w where w.workspace_id = ws and w.word = folded[k]);
      end if;
      bent := to_tsquery('app.words', quote_literal(folded[k]) || case when begins then ':*' else '' end);
      continue when numnode(bent) = 0;
      if taken = 1 then one := case when one is null then bent else one || bent end; end if;
      for l in 1 .. cardinality(tongues) loop
        bent := to_tsquery(tongues[l], quote_literal(folded[k]) || case when marking then ':*' else '' end);
        if numnode(bent) = 0 then idle := idle or (l = 1 and n > 1 and k < n);
        elsif taken = 1 then one := one || bent;
        end if;
      end loop;
      if taken = 1 and near[k] <> '' then
        foreach each in array string_to_array(near[k], ' ') loop one := one || to_tsquery('app.words', quote_literal(each)); end loop;
      end if;
    end loop;
    if one is not null and (not idle or taken > 1 or (i = n and whole is null)) then
      whole := case when whole is null then one when any_of then whole || one else whole && one end;
    end if;
    i := i + taken;
  end loop;
  return coalesce(whole, case when n > 0 and asked[n] !~ app.signs() then to_tsquery('app.words', quote_literal(folded[n]) || ':*') else ''::tsquery end);
end $$;
revoke execute on function app.asked_for(text[], text[], text[], boolean, boolean, boolean) from public;

-- As in 0720.
create or replace function app.search(asked text[], locales text[], kinds text[], most int default 20)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  step text;
  query tsquery;
  known tsquery;
  before tsquery;
  near text[];
  share real;
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  run boolean := asked[1] ~ app.signs();
  short boolean := several = 0 and length(asked[1]) < 3 and not run;
  begun tsquery := app.asked_for(asked, locales);
begin
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and (step = 'begun' or (step = 'some' and not run));
    if step = 'like' then
      for k in 1 .. several + 1 loop near[k] := (select string_agg(l.word, ' ') from app.like_word(app.folded(asked[k])) l (word)); end loop;
      -- What has all the words was looked for already.
      continue when array_to_string(near, '') = '';
    end if;
    known := case when step = 'begun' or (step = 'all' and several = 0) then begun
      else app.asked_for(asked, locales, near, step = 'some', known => several > 0) end;
    query := case when step in ('all', 'begun') then begun else known end;
    if known = before or numnode(query) = 0 then continue; end if;
    before := known;
    how := case step when 'begun' then 'all' else step end;
    share := case how when 'all' then 1 when 'like' then 0.2 else 0.05 end;
    return query
      select r.kind, r.object_id, r.locale, r.of_id, (r.worth * share)::real, search.how,
        (select app.asked_for(asked, locales, near, search.how = 'some', true))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) as worth
        from (select k.kind, u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note', locales[1],
            step = 'begun') u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;

-- Of what there is of one kind, for who sees all of it, what comes behind the newest hundred, or by its title behind the newest four hundred (0463).
create function app.further_of_all(kind text, title boolean, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
#variable_conflict use_column
declare ws uuid := app.workspace(); asked text := kind;
begin
  if title then
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 1100 offset 400) e where e.named @@ query limit most;
  else
    return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from public.search_entries e
      where e.workspace_id = ws and e.kind = asked order by e.at desc, e.of_id desc limit 1400 offset 100) e where e.words @@ query limit most;
  end if;
end $$;
revoke execute on function app.further_of_all(text, boolean, tsquery, int) from public;

-- As in 0463. Of the newest 400 tickets two or more with it in their title say that the next thousand have enough: an index of a common beginning costs more.
create or replace function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean, lang text, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  kept boolean := kind in ('ticket', 'note') and app.sees_all();
  wall text;
  newest text;
  line record;
  named int := 0;
  met int := 0;
  further int;
  enough int := most + least(most, 20);
begin
  if kind = 'article' then return query select * from app.search_articles(query, known, most, titles, lang, walked); return; end if;
  if kind in ('account', 'contact') then return query select * from app.search_people(kind, query, most, titles); return; end if;
  if not kept then
    wall := app.search_wall(kind);
    if wall = 'false' then return; end if;
  end if;
  if kind = 'ticket' and app.kind() = 'contact' then
    for line in select * from app.search_own_tickets(query, most, titles, walked) loop
      if line.object_id is null then
        -- What is asked of all of them again has been answered.
        if line.whole then return; end if;
        continue;
      end if;
      named := named + 1;
      object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
      return next;
    end loop;
    if named >= most then return; end if;
  elsif not walked and kept then
    for line in select * from app.newest_of_all(kind, query, most, enough, titles) loop
      if line.by_title then named := named + 1; else met := met + 1; end if;
      object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
      return next;
    end loop;
    if named >= most then return; end if;
    if not titles and met > 1 and met < enough then
      return query select * from app.further_of_all(kind, false, query, enough - met);
      get diagnostics further = row_count;
      met := met + further;
    end if;
    if met >= enough and named > 1 then
      return query select * from app.further_of_all(kind, true, query, enough - named);
      get diagnostics further = row_count;
      if named + further >= most then return; end if;
    end if;
  elsif not walked then
    newest := format('public.search_entries e where e.workspace_id = %L and e.kind = %L and (%s) order by e.at desc, e.of_id desc',
      app.workspace(), kind, wall);
    for line in execute format('with titled as materialized (select e.* from (select * from %1$s limit 400) e where e.named @@ $1 limit %2$s)
      select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, true as by_title from titled e
      union all select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, false from (select * from %1$s limit 100) e
        where %3$L and (select count(*) from titled) < %4$s and e.words @@ $1', newest, enough, not titles, most) using query
    loop
      if line.by_title then named := named + 1; else met := met + 1; end if;
      object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
      return next;
    end loop;
    -- What has it in its text alone stands behind all of these.
    if named >= most then return; end if;
    if not titles and met > 1 and met < enough then
      return query execute format('select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from (select * from %s limit 1400 offset 100) e
        where e.words @@ $1 limit %s', newest, enough - met) using query;
      get diagnostics further = row_count;
      met := met + further;
    end if;
    -- A page of many is not worth looking for more titles than it has at its head.
    if met >= enough and named >= 12 then return; end if;
  end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    if kept then return query select * from app.all_by_index(kind, false, known, enough);
    else return query select * from app.by_index(kind, 'words', wall, known, enough); end if;
    get diagnostics met = row_count;
  end if;
  if kind <> 'note' and (titles or met >= enough) then
    if kept then return query select * from app.all_by_index(kind, true, known, enough);
    else return query select * from app.by_index(kind, 'named', wall, known, enough); end if;
  end if;
end $$;

-- As in 0462; how near a title is, is asked within the query: a function of its own for each title cost most of a suggestion.
create or replace function app.titled(query tsquery, said tsquery[], near tsquery, least_hits int, most int) returns table (object_id uuid, worth real)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  if numnode(query) = 0 then return; end if;
  return query select f.object_id, (select case when count(*) >= least_hits then count(*) + ts_rank(f.named, near, 1) end from unnest(said) q where f.named @@ q)::real
    from (select e.object_id, e.named from public.search_entries e
      where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and e.live_from <= now()
        and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened)) limit most) f;
end $$;
create or replace function app.newest_titles(said tsquery[], near tsquery, least_hits int) returns table (object_id uuid, worth real, hit int[])
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  return query select f.object_id, case when cardinality(f.hit) >= least_hits then (cardinality(f.hit) + ts_rank(f.named, near, 1))::real end, f.hit
    from (select e.object_id, e.named, case when e.named @@ near then array(select q.i::int from unnest(said) with ordinality q (one, i) where e.named @@ q.one)
        else '{}' end as hit
      from (select e.object_id, e.named from public.search_entries e
        where e.workspace_id = ws and e.kind = 'article' and e.live_from <= now()
          and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened))
        order by e.at desc, e.of_id desc limit 400) e) f;
end $$;
drop function app.title_worth(tsvector, tsquery[], tsquery, int);
