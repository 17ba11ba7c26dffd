-- A subject that finds nothing is read as its writer meant it, as a search is (0721): a word that begins in no title whoever asks may read gives way to
-- the nearest one that does. Only then: what is typed without an error costs what it did.
create function app.as_meant(asked text[], locales text[]) returns text[]
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  as $$
declare
  meant text[] := asked;
  said tsquery;
  near text;
begin
  for k in 1 .. least(cardinality(asked), 10) loop
    continue when length(asked[k]) < 4 or asked[k] ~ app.signs();
    said := (select s.begun[1] from app.said_in(asked[k:k], locales) s);
    continue when said is null or exists (select from app.titled(said, array[said], said, 1, 1));
    for near in select * from app.like_word(app.folded(asked[k])) loop
      said := to_tsquery('app.words', quote_literal(near));
      if exists (select from app.titled(said, array[said], said, 1, 1)) then meant[k] := near; exit; end if;
    end loop;
  end loop;
  return meant;
end $$;
revoke execute on function app.as_meant(text[], text[]) from public;

-- As in 0720, and what was meant where nothing is found.
create or replace function app.related_articles(asked text[], locales text[], most int default 8)
  returns table (article_id uuid, score real)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  wanted int := least(greatest(most, 1), 20);
  words text[] := asked;
  meant text[];
  said record;
begin
  if app.kind() not in ('contact', 'member', 'system') then return; end if;
  loop
    select * into said from app.said_in(words, locales);
    if said.exact is not null then
      return query select f.object_id, max(f.worth) from app.near_titles(said.exact, said.begun, said.enough, wanted) f
        group by f.object_id order by 2 desc, 1 limit wanted;
    end if;
    exit when found or meant is not null;
    meant := app.as_meant(asked, locales);
    exit when meant = asked;
    words := meant;
  end loop;
end $$;
