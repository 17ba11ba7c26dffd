-- What is asked is cut at everything that is neither letter nor digit; texts were cut by PostgreSQL's parser, which takes the hyphen of INV-2041 for a minus, a mail address, a path or
-- 1.2.3 for one word, and in a database without a language of its own every “ or – for a letter. So 2041, bar.example and a word in quotes were not found. Texts are cut the same way now.
-- ASCII counts only where something follows it at once: the end of a sentence is cut anyway.
create function app.gaps() returns text language sql immutable parallel safe
  as $$ select '[!-/:-@\[-`{-~](?=\S)|[\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u05be\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20ff\u2190-\u245f\u2500-\u2775\u2794-\u2bff\u2e00-\u2e2e\u2e30-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u3040\u30fb\ufe00-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\U0001f000-\U0001f0ff\U0001f110-\U0001faff]+'::text $$;

-- As in 0720.
create or replace function app.in_pieces(said text) returns text language plpgsql immutable parallel safe
  as $$
begin
  said := regexp_replace(said, app.gaps(), ' ', 'g');
  if said !~ app.signs() then return said; end if;
  return (select string_agg(coalesce(r.run[2], p.pieces), '' order by r.n)
    from regexp_matches(case when octet_length(said) - length(said) > 80000 then left(said, 50000) else said end,
        replace('(_+)|([^' || substr(app.signs(), 2) || '+)', '_', app.signs()), 'g') with ordinality r (run, n)
      left join lateral (select ' ' || string_agg(s.pair, ' ' order by s.n) || ' ' as pieces from (
        select c.n, c.sign || coalesce(lead(c.sign) over (order by c.n), '') as pair
          from unnest(string_to_array(normalize(r.run[1], NFKC), null)) with ordinality c (sign, n)) s) p on r.run[1] is not null);
end $$;

-- As in 0720: what stands between words is set apart as well.
create or replace function app.marked(said text, marks tsquery, whole boolean) returns text
  language sql stable parallel safe set search_path = pg_catalog, app
  as $$ select ts_headline('app.words', regexp_replace(said, '(' || app.gaps() || '|' || app.signs() || ')', E'\x04\\1\x04', 'g'), marks,
      E'StartSel=\x02, StopSel=\x03, ' || case when whole then 'HighlightAll=true'
        when said ~ app.signs() then 'MaxFragments=1, MaxWords=70, MinWords=40, ShortWord=0' else 'MaxFragments=1, MaxWords=26, MinWords=14' end) $$;

-- As in 0720, of all that is cut otherwise than it was: words that an entry has not yet.
create or replace function app.cut_again(after uuid) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 512
as $$
declare
  ws uuid := app.workspace();
  last uuid;
begin
  if not app.is_system() then raise exception 'only the system cuts again' using errcode = '42501'; end if;
  select p.of_id into last from (select e.of_id from public.search_entries e
    where e.workspace_id = ws and (after is null or e.of_id > after) order by e.of_id limit 500) p order by p.of_id desc limit 1;
  update public.search_entries e set title = e.title, words = e.words || f.fresh
    from (select o.kind, o.object_id, o.locale, r.fresh, app.as_words(o.locale, o.title || ' ' || o.headings, 'A') as named from public.search_entries o,
        lateral (select ts_delete(setweight(to_tsvector('app.words', app.in_pieces(o.title)), 'A') || setweight(to_tsvector('app.words', app.in_pieces(o.headings)), 'B')
          || to_tsvector('app.words', app.in_pieces(o.body)), tsvector_to_array(o.words)) as fresh offset 0) r
      where o.workspace_id = ws and (after is null or o.of_id > after) and o.of_id <= last
        and concat_ws(' ', o.title, o.headings, o.body) ~ (app.gaps() || '|' || app.signs())) f
    where e.workspace_id = ws and e.kind = f.kind and e.object_id = f.object_id and e.locale = f.locale and (f.fresh <> '' or f.named <> e.named)
      and pg_column_size(e.words || ''::tsvector) + pg_column_size(f.fresh) < 1000000;
  return last;
end $$;
drop function app.pairs_in(text);

insert into search_fills (workspace_id, kind) select distinct workspace_id, 'signs' from search_entries
  on conflict (workspace_id, kind) do update set after_id = null, done_at = null;
do $$
declare one record;
begin
  for one in select workspace_id from search_fills where kind = 'signs' loop
    perform graphile_worker.add_job('search.fill', json_build_object('workspace', one.workspace_id), job_key => 'search.fill:' || one.workspace_id);
  end loop;
end $$;
