-- "adress" is no word of English, and how the German "Adressen" begins: a word is right where a title has it as it was typed, or as the language of
-- its writer bends it. What is near to it is looked for in that language first.

-- Whether a title that whoever asks may read has it; in one language or in any, and as this very word. Bent as a language bends it, a word may be
-- how another language begins. Where very many have it, a hundred are looked at.
create function app.is_titled(query tsquery, tongue text default null, word text default null) returns boolean
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_indexscan = off set cpu_index_tuple_cost = 1000
  as $$
declare
  ws uuid := app.workspace(); everything boolean := app.is_team(); readable text[] := app.readable(); opened text[] := app.open_gates();
begin
  return numnode(query) > 0 and exists (select from (select e.locale, e.title, e.headings from public.search_entries e
    where e.workspace_id = ws and e.kind = 'article' and e.named @@ query and e.live_from <= now()
      and (e.live_until is null or e.live_until > now()) and (everything or (e.audience = any (readable) and e.gates <@ opened)) limit 100) t
    where (tongue is null or t.locale = tongue) and (word is null or strpos(' ' || regexp_replace(app.folded(t.title || ' ' || t.headings), '[^[:alnum:]]+', ' ', 'g') || ' ', ' ' || word || ' ') > 0));
end $$;
revoke execute on function app.is_titled(tsquery, text, text) from public;

create or replace function app.as_meant(asked text[], locales text[]) returns text[]
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
    continue when said is null or app.is_titled(said, locales[1]) or app.is_titled(said, word => app.folded(asked[k]));
    for near in select * from app.like_word(app.folded(asked[k])) loop
      said := to_tsquery('app.words', quote_literal(near));
      continue when not app.is_titled(said);
      if meant[k] = asked[k] then meant[k] := near; end if;
      if app.is_titled(said, locales[1]) then meant[k] := near; exit; end if;
    end loop;
  end loop;
  return meant;
end $$;
