-- A search asks less (0423, 0424): synonyms are looked up once, people and notes are asked of their index alone where walking would find
-- nothing sooner, and articles are walked through in the reader's language by an index of their own.
create index search_entries_read on search_entries (workspace_id, locale, at desc, of_id desc) where kind = 'article';

create or replace function app.asked_for(asked text[], locales text[], mended boolean default false, any_of boolean default false, marking boolean default false,
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
  windows text[] := array(select array_to_string(folded[f.at:f.at + w.more], ' ') from generate_subscripts(folded, 1) f (at), generate_series(0, 2) w (more)
    where f.at + w.more <= n);
  groups jsonb := (select jsonb_object_agg(g.said, g.words) from (select w.said, array_agg(distinct o.word) as words
    from public.search_synonyms s, unnest(s.words) w (said), unnest(s.words) o (word)
    where s.workspace_id = app.workspace() and s.words && windows and w.said = any (windows) group by w.said) g);
begin
  while i <= n loop
    one := null; taken := 1; idle := false;
    for k in i .. least(n, i + 2) loop
      exit when groups is null;
      same := case when groups ? array_to_string(folded[i:k], ' ')
        then array(select jsonb_array_elements_text(groups -> array_to_string(folded[i:k], ' '))) end;
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

-- `own`: of articles only those in the reader's own language.
drop function app.search_wall(text, text);
create function app.search_wall(kind text, lang text default '', own boolean default false) returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when kind = 'article' then 'e.live_from <= now() and (e.live_until is null or e.live_until > now()) and '
      || format(case when own then 'e.locale = %1$L' else '(e.locale = %1$L or (e.stands_in and not e.beside @> array[%1$L]))' end, lang)
      || case when app.is_team() then '' else format(' and e.audience = any (%L::text[]) and e.gates <@ %L::text[]', app.readable(), app.open_gates()) end
    when app.sees_all() then 'true'
    when app.is_team() then format('e.account_id = any (%L::uuid[])', app.assigned())
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

-- Of articles fewer are looked at: what is newest among them matters less.
create or replace function app.by_index(kind text, field text, wall text, query tsquery, most int)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app set enable_seqscan = off set enable_indexscan = off
  as $$ begin
  return query execute format('select * from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words from public.search_entries e
    where e.workspace_id = app.workspace() and e.kind = %L and e.%I @@ $1 and (%s) limit %s) e order by e.at desc, e.of_id desc limit %s',
    kind, field, wall, case when kind = 'article' then 1000 else 3000 end, most) using query;
end $$;

create or replace function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean, lang text)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app
  as $$
declare
  wall text := app.search_wall(kind, lang);
  people boolean := kind in ('account', 'contact');
  line record;
  met int := 0;
  named int := 0;
  enough int := most * 2;
begin
  if wall = 'false' then return; end if;
  -- There are few people, and a note has no title.
  if people then
    return query select * from app.by_index(kind, 'named', wall, query, enough);
    if not titles then return query select * from app.by_index(kind, 'words', wall, query, enough); end if;
    return;
  end if;
  for line in execute format('select e.*, e.named @@ $1 as by_title from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named
      from public.search_entries e where e.workspace_id = app.workspace() and e.kind = %L and (%s)
      order by e.at desc, e.of_id desc limit %s) e where e.named @@ $1 or (%L and e.words @@ $1)',
    kind, case when kind = 'article' then app.search_wall(kind, lang, true) else wall end, case when people then 100 else 500 end, not titles) using query
  loop
    met := met + 1;
    if line.by_title then named := named + 1; end if;
    if met > enough and (not line.by_title or named > enough) then continue; end if;
    object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
    return next;
    exit when named >= enough;
  end loop;
  -- A page of many is not worth looking for more titles than it has at its head.
  if named >= enough or (met >= enough and named >= 12) then return; end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.by_index(kind, 'words', wall, known, enough);
    get diagnostics met = row_count;
  end if;
  if kind <> 'note' and (titles or met >= enough) then
    return query select * from app.by_index(kind, 'named', wall, known, enough);
  end if;
end $$;
