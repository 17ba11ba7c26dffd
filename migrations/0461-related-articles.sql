-- The articles that a sentence may be about, of what is live and whoever asks may read, in whatever language: by the words of the one index
-- (0424). A title with its headings has at least two of those that say something, or half of them; or the article has all of them. As
-- there, never a way around the index: what is shown is read through the walls of articles once more.
create function app.related_articles(asked text[], locales text[], most int default 8)
  returns table (article_id uuid, score real)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set enable_seqscan = off set enable_indexscan = off
  as $$
declare
  ws uuid := app.workspace();
  -- A short word is not taken for a beginning, unless it is the one that is being written.
  said tsquery[] := array(select case when length(a.word) > 4 or a.n = cardinality(asked) then q.query else replace(q.query::text, ':*', '')::tsquery end
    from unnest(asked) with ordinality a (word, n), lateral (select app.asked_for(array[a.word], locales) as query) q
    where length(a.word) > 2 and not exists (select from unnest(locales) l (locale)
      where numnode(to_tsquery(app.words_of_language(l.locale), quote_literal(a.word))) = 0) order by a.n limit 10);
  n int := cardinality(said);
  floor int := case when n < 3 then 1 else 2 end;
  near tsquery;
  whole tsquery;
  one tsquery;
begin
  if n = 0 or app.kind() not in ('contact', 'member', 'system') then return; end if;
  foreach one in array said loop
    near := case when near is null then one else near || one end;
    whole := case when whole is null then one else whole && one end;
  end loop;
  return query execute format($q$
    select f.object_id, max(f.hits + ts_rank(f.named, $1, 1))::real as best from (
      select e.object_id, e.named, (select count(*) from unnest($3) q where e.named @@ q) as hits
      from ((select e.object_id, e.locale, e.named from public.search_entries e
          where e.workspace_id = $4 and e.kind = 'article' and e.named @@ $1 and %1$s limit 3000)
        union all (select e.object_id, e.locale, e.named from public.search_entries e
          where %2$L and e.workspace_id = $4 and e.kind = 'article' and e.words @@ $2 and %1$s limit 200)) e) f
    where f.hits >= %3$s group by f.object_id order by best desc, f.object_id limit %4$s$q$,
    'e.live_from <= now() and coalesce(e.live_until > now(), true)' || case when app.is_team() then ''
      else format(' and e.audience = any (%L::text[]) and e.gates <@ %L::text[]', app.readable(), app.open_gates()) end,
    n > 1, floor, least(greatest(most, 1), 20)) using near, whole, said, ws;
end $$;
revoke execute on function app.related_articles(text[], text[], int) from public;
grant execute on function app.related_articles(text[], text[], int) to portico_runtime;
