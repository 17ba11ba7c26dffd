-- Chinese, Japanese, Korean, Thai and their like put no space between words, or not between all that are words by themselves: to the index of words
-- (0420) a whole run of signs was one, and only its beginning was found. Here a run is cut into all pairs of signs that stand side by side, and its last sign:
-- of 退款按钮 these are 退款, 款按, 按钮, 钮. What is asked is cut the same way, and all of its pairs must be there. Other texts stay as they were.

-- A sign of such a script, as one of a regular expression (SIGN in src/features/search/words.ts is the same).
create function app.signs() returns text language sql immutable parallel safe
  as $$ select '[\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af]'::text $$;

-- A text as the index of words takes it. Kana of half a width are what they mean. A row holds a megabyte of words: of a text of such signs
-- 50,000 signs are as many as another hundred thousand letters.
create function app.in_pieces(said text) returns text language plpgsql immutable parallel safe
  as $$
begin
  if said !~ app.signs() then return said; end if;
  return (select string_agg(coalesce(r.run[2], p.pieces), '' order by r.n)
    from regexp_matches(case when octet_length(said) - length(said) > 80000 then left(said, 50000) else said end, replace('(_+)|([^' || substr(app.signs(), 2) || '+)', '_', app.signs()), 'g') with ordinality r (run, n)
      left join lateral (select ' ' || string_agg(s.pair, ' ' order by s.n) || ' ' as pieces from (
        select c.n, c.sign || coalesce(lead(c.sign) over (order by c.n), '') as pair
          from unnest(string_to_array(normalize(r.run[1], NFKC), null)) with ordinality c (sign, n)) s) p on r.run[1] is not null);
end $$;

-- As in 0420.
create or replace function app.as_words(locale text, said text, weight "char") returns tsvector language sql immutable parallel safe
  as $$ select setweight(to_tsvector('app.words'::regconfig, app.in_pieces(said)) || to_tsvector(app.words_of_language(locale), app.in_pieces(said)), weight) $$;

-- What a run of signs asks for: all its pairs, or any of them; of a single sign what begins with it. `marking`: as `app.marked` looks for it, sign by sign.
create function app.run_asked(run text, any_of boolean, marking boolean) returns tsquery
  language plpgsql immutable parallel safe set search_path = pg_catalog, app set client_min_messages = warning
  as $$
declare
  signs text[] := string_to_array(normalize(run, NFKC), null);
  n int := cardinality(signs);
  whole tsquery;
  one tsquery;
begin
  for i in 1 .. greatest(n - 1, 1) loop
    if n > 1 and marking then one := to_tsquery('app.words', quote_literal(signs[i])) <-> to_tsquery('app.words', quote_literal(signs[i + 1]));
    else one := to_tsquery('app.words', quote_literal(signs[i] || coalesce(signs[i + 1], '')) || case when n = 1 then ':*' else '' end); end if;
    if numnode(one) > 0 then whole := case when whole is null then one when any_of or marking then whole || one else whole && one end; end if;
  end loop;
  return coalesce(whole, '');
end $$;
revoke execute on function app.run_asked(text, boolean, boolean) from public;

-- What a synonym asks for: words as they stand together, of a run its pairs.
create function app.meaning(said text) returns tsquery
  language plpgsql immutable parallel safe set search_path = pg_catalog, app set client_min_messages = warning
  as $$
declare
  whole tsquery;
  one tsquery;
  each text;
begin
  if said !~ app.signs() then return phraseto_tsquery('app.words', said); end if;
  foreach each in array string_to_array(said, ' ') loop
    one := case when each ~ app.signs() then app.run_asked(each, false, false) else to_tsquery('app.words', quote_literal(each)) end;
    if numnode(one) > 0 then whole := case when whole is null then one else whole && one end; end if;
  end loop;
  return coalesce(whole, '');
end $$;
revoke execute on function app.meaning(text) from public;

-- A text with the places that were looked for between two signs of their own: whole, or the piece of it that says most. Between signs of such a script there is a
-- mark that whoever shows it takes away again (`shown` in src/features/search/words.ts): so each is a word by itself.
create function app.marked(said text, marks tsquery, whole boolean) returns text
  language sql stable parallel safe set search_path = pg_catalog, app
  as $$ select ts_headline('app.words', case when r.signs then regexp_replace(said, '(' || app.signs() || ')', E'\x04\\1\x04', 'g') else said end, marks,
      E'StartSel=\x02, StopSel=\x03, ' || case when whole then 'HighlightAll=true'
        when r.signs then 'MaxFragments=1, MaxWords=70, MinWords=40, ShortWord=0' else 'MaxFragments=1, MaxWords=26, MinWords=14' end)
    from (select said ~ app.signs() as signs) r $$;
grant execute on function app.marked(text, tsquery, boolean), app.signs() to portico_runtime;

-- As in 0424.
create or replace function app.index_text(thing text, object uuid, language text, heading text, said text, more boolean default false) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 512
as $$
declare
  ws uuid := app.workspace();
  cut text := app.in_pieces(said);
  fresh tsvector := app.as_words(language, heading, 'B') || to_tsvector('app.words'::regconfig, cut)
    || strip(to_tsvector(app.words_of_language(language), cut));
  n record;
begin
  if app.kind() not in ('contact', 'member', 'system') then raise exception 'nobody writes nothing' using errcode = '42501'; end if;
  if thing = 'article' then
    if app.kind() = 'contact' then raise exception 'no such article' using errcode = '42501'; end if;
    update public.search_entries e set headings = left(heading, 2000), body = left(said, 20000),
        words = app.as_words(language, e.title, 'A') || case when pg_column_size(fresh) < 900000 then fresh else '' end
      where e.workspace_id = ws and e.kind = 'article' and e.object_id = object and e.locale = language;
    return;
  end if;
  if thing = 'note' then
    select * into strict n from public.internal_notes i where i.workspace_id = ws and i.id = object;
    if not app.sees_all() and not coalesce(n.account_id = any (app.assigned()), false) then raise exception 'no such note' using errcode = '42501'; end if;
    insert into public.search_entries (workspace_id, kind, object_id, of_id, account_id, audience, room, body, at, words)
      values (ws, 'note', object, n.ticket_id, n.account_id, 'member', 'support', left(said, 20000), n.created_at, fresh)
      on conflict (workspace_id, kind, object_id, locale) do update set body = excluded.body, words = excluded.words;
    return;
  end if;
  -- One of before the index: it begins here.
  if thing = 'ticket' then
    insert into public.search_entries (workspace_id, kind, object_id, of_id, account_id, person_id, narrowed, audience, room, title, at, words)
      select t.workspace_id, 'ticket', t.id, t.id, t.account_id, t.requester_id, t.narrowed_at is not null, 'account', 'support',
        t.subject, t.active_at, app.as_words('', t.subject, 'A')
      from public.tickets t where t.workspace_id = ws and t.id = object and not exists (select from public.search_entries e
        where e.workspace_id = ws and e.kind = 'ticket' and e.object_id = object and e.locale = '')
      on conflict do nothing;
  end if;
  if not more then
    perform app.unlearn(e.workspace_id, e.words) from public.search_entries e
      where e.workspace_id = ws and e.kind = thing and e.object_id = object and e.locale = '' and e.body <> '';
  end if;
  update public.search_entries e set
      headings = case when heading <> '' then heading else e.headings end,
      body = case when more then left(e.body || E'\n' || said, 20000) else left(said, 20000) end,
      words = case when not more then app.as_words(language, e.title, 'A') || fresh
        when pg_column_size(e.words || ''::tsvector) + pg_column_size(fresh) < 1000000 then e.words || fresh else e.words end
    where e.workspace_id = ws and e.kind = thing and e.object_id = object and e.locale = ''
      and (app.sees_all() or e.account_id = any (app.assigned()) or (e.audience = 'account' and e.account_id = app.account()));
end $$;

-- As in 0522.
create or replace function app.index_first(texts jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 65536
as $$
declare ws uuid := app.workspace();
begin
  if app.kind() not in ('member', 'system') then raise exception 'no such article' using errcode = '42501'; end if;
  with given as materialized (select g.* from jsonb_to_recordset(texts)
      as g (article uuid, locale text, version uuid, live_from timestamptz, headings text, said text)),
    own as materialized (select w.locale from public.workspaces w where w.id = ws),
    there as materialized (select g.article, array_agg(g.locale order by g.locale) as locales from given g group by 1)
  insert into public.search_entries (workspace_id, kind, object_id, locale, of_id, audience, gates, topic_id, live_from, beside, stands_in,
      title, headings, body, at, words)
    select ws, 'article', a.id, g.locale, a.id, a.readers, a.gates, a.category_id, g.live_from, array_remove(t.locales, g.locale),
      g.locale = own.locale or (not own.locale = any (t.locales) and g.locale = t.locales[1]),
      v.title, left(g.headings, 2000), left(g.said, 20000), greatest(v.created_at, g.live_from),
      app.as_words(g.locale, v.title, 'A') || case when pg_column_size(w.fresh) < 900000 then w.fresh else '' end
    from given g cross join own
      join there t on t.article = g.article
      join public.articles a on a.workspace_id = ws and a.id = g.article
      join public.article_versions v on v.workspace_id = ws and v.id = g.version and v.article_id = a.id and v.locale = g.locale
      cross join lateral (select app.in_pieces(g.said) as said offset 0) c
      cross join lateral (select app.as_words(g.locale, g.headings, 'B') || to_tsvector('app.words'::regconfig, c.said)
        || strip(to_tsvector(app.words_of_language(g.locale), c.said)) as fresh offset 0) w
    where not exists (select from public.article_texts x where x.workspace_id = ws and x.article_id = a.id)
    on conflict do nothing;
  perform gin_clean_pending_list('public.search_entries_words_other'::regclass);
  perform gin_clean_pending_list('public.search_entries_named_other'::regclass);
end $$;

-- As in 0428.
create or replace function app.asked_for(asked text[], locales text[], mended boolean default false, any_of boolean default false, marking boolean default false,
    known boolean default false)
  returns tsquery
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
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
          bent := app.meaning(each);
          if numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        end loop;
      end if;
    end loop;
    for k in i .. i + taken - 1 loop
      if asked[k] ~ app.signs() then
        bent := app.run_asked(asked[k], any_of, marking);
        if taken = 1 and numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        continue;
      end if;
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
  return coalesce(whole, case when n > 0 and asked[n] !~ app.signs() then to_tsquery('app.words', quote_literal(folded[n]) || ':*') else ''::tsquery end);
end $$;

-- As in 0428; of a run of signs alone, some of it is looked for at last.
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
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  run boolean := asked[1] ~ app.signs();
  short boolean := several = 0 and length(asked[1]) < 3 and not run;
  begun tsquery := app.asked_for(asked, locales);
begin
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and (step = 'begun' or (step = 'some' and not run));
    known := case when step = 'begun' or (step = 'all' and several = 0) then begun
      else app.asked_for(asked, locales, step in ('like', 'some'), step = 'some', known => several > 0) end;
    query := case when step in ('all', 'begun') then begun else known end;
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
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note', locales[1],
            step = 'begun') u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;

-- The articles a sentence may be about (0462): of a run each pair is a word, and two pairs are about as much as one word of another script. Pairs of
-- hiragana say nothing by themselves. `enough`: how many of these a title must have.
drop function app.said_in(text[], text[]);
create function app.said_in(asked text[], locales text[], out exact tsquery[], out begun tsquery[], out enough int)
  language sql stable set search_path = pg_catalog, public, app
  as $$
    select array_agg(case when f.last and f.several < 4 then f.beginning else f.exact end order by f.n), array_agg(f.beginning order by f.n),
      case when sum(case when f.run then 0.5 else 1 end) < 3 then 1 else 2 end
    from (select e.n, e.exact, e.run, e.last, count(*) over () as several, case when not e.run and (length(e.said) > 4 or e.last)
        then e.exact || to_tsquery('app.words', quote_literal(e.word) || ':*') else e.exact end as beginning
      from (select w.n, w.word, w.said, w.run, w.last, string_agg(distinct nullif(q.said, ''), ' | ')::tsquery as exact
        from (select row_number() over (order by a.n, p.n) as n, app.folded(p.said) as word, p.said, p.run, a.n = cardinality(asked) as last
            from unnest(asked) with ordinality a (word, n), lateral (
              select a.word as said, 0 as n, false as run where a.word !~ app.signs() and length(a.word) > 2
              union all select substr(s.run, i, 2), i, true from (select normalize(a.word, NFKC) as run) s, generate_series(1, greatest(length(s.run) - 1, 1)) i
                where a.word ~ app.signs() and substr(s.run, i, 2) !~ '^[\u3041-\u309f]+$') p) w,
          lateral (select to_tsquery(app.words_of_language(l.locale), quote_literal(w.word))::text as said, true as must from unnest(locales) l (locale)
            union all select to_tsquery('app.words', quote_literal(w.word))::text, true
            union all select app.meaning(o.word)::text, false from public.search_synonyms s, unnest(s.words) o (word)
              where s.workspace_id = app.workspace() and s.words && array[w.word]) q
        group by w.n, w.word, w.said, w.run, w.last having not bool_or(q.must and q.said = '')) e order by e.n limit case when exists (select from unnest(asked) a where a ~ app.signs()) then 16 else 10 end) f $$;
revoke execute on function app.said_in(text[], text[]) from public;

create or replace function app.related_articles(asked text[], locales text[], most int default 8)
  returns table (article_id uuid, score real)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  wanted int := least(greatest(most, 1), 20);
  said record;
begin
  if app.kind() not in ('contact', 'member', 'system') then return; end if;
  select * into said from app.said_in(asked, locales);
  if said.exact is null then return; end if;
  return query select f.object_id, max(f.worth) from app.near_titles(said.exact, said.begun, said.enough, wanted) f
    group by f.object_id order by 2 desc, 1 limit wanted;
end $$;

-- What is there already gets its pairs by a job, a piece at a time (src/features/search/fill.ts): everything behind `after` in the order of what it
-- leads to. Returns the last of the piece, or nothing.
create function app.cut_again(after uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 512
as $$
declare
  ws uuid := app.workspace();
  last uuid;
begin
  if not app.is_system() then raise exception 'only the system cuts again' using errcode = '42501'; end if;
  select p.of_id into last from (select e.of_id from public.search_entries e
    where e.workspace_id = ws and (after is null or e.of_id > after) order by e.of_id limit 2000) p order by p.of_id desc limit 1;
  update public.search_entries e set title = e.title, words = e.words || f.fresh
    from (select o.kind, o.object_id, o.locale, r.fresh from public.search_entries o,
        lateral (select setweight(app.pairs_in(o.title), 'A') || setweight(app.pairs_in(o.headings), 'B') || app.pairs_in(o.body) as fresh offset 0) r
      where o.workspace_id = ws and (after is null or o.of_id > after) and o.of_id <= last
        and (o.title ~ app.signs() or o.headings ~ app.signs() or o.body ~ app.signs())) f
    where e.workspace_id = ws and e.kind = f.kind and e.object_id = f.object_id and e.locale = f.locale
      and pg_column_size(e.words || ''::tsvector) + pg_column_size(f.fresh) < 1000000;
  return last;
end $$;
create function app.pairs_in(said text) returns tsvector language sql immutable parallel safe
  as $$ select to_tsvector('app.words', app.in_pieces(regexp_replace(said, '[^' || substr(app.signs(), 2) || '+', ' ', 'g'))) $$;
revoke execute on function app.cut_again(uuid), app.pairs_in(text) from public;
grant execute on function app.cut_again(uuid) to portico_runtime;

insert into search_fills (workspace_id, kind) select distinct workspace_id, 'signs' from search_entries;
do $$
declare one record;
begin
  for one in select workspace_id from search_fills where kind = 'signs' loop
    perform graphile_worker.add_job('search.fill', json_build_object('workspace', one.workspace_id), job_key => 'search.fill:' || one.workspace_id);
  end loop;
end $$;
