-- As in 0400, with one thing more. What only some customers may read comes out of its gates by whoever says which customers see what, and by
-- nobody else, whichever way it goes: a move, another audience, a category that is moved or opened, an import. Verbs ask first; this is the wall.
create function app.keep_gates(before text[], after text[]) returns void language plpgsql stable set search_path = pg_catalog, app
as $$ begin
  -- Nobody of the portal's: the operator, or a migration. The runtime role sees no row then.
  if before <@ after or coalesce(current_setting('app.kind', true), '') = '' then return; end if;
  if not (app.has_right('audiences.manage') and app.sees_all()) then
    raise exception 'out of a segment only by whoever says what customers see' using errcode = '42501';
  end if;
end $$;

create or replace function app.category_readers() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$
declare above record;
begin
  new.readers := new.audience;
  new.gates := case when new.audience = 'segment' then array['category:' || new.id] else '{}' end;
  if new.parent_id is not null then
    select c.readers, c.gates into above from categories c
      where c.workspace_id = new.workspace_id and c.id = new.parent_id and c.parent_id is null for share;
    if not found or exists (select from categories c where c.workspace_id = new.workspace_id and c.parent_id = new.id) then
      raise exception 'categories have two levels' using errcode = '23514';
    end if;
    new.readers := app.narrower(new.audience, above.readers);
    new.gates := above.gates || new.gates;
  end if;
  if tg_op = 'UPDATE' then perform app.keep_gates(old.gates, new.gates); end if;
  return new;
end $$;

-- Of an article that was never published nobody reads anything: it may begin in the wrong place.
create or replace function app.text_readers() returns trigger language plpgsql set search_path = pg_catalog, public, app
as $$
declare above record;
begin
  select a.readers, a.gates into above from articles a
    where a.workspace_id = new.workspace_id and a.id = new.article_id for share;
  new.readers := coalesce(above.readers, 'member');
  new.gates := coalesce(above.gates, '{}');
  if tg_op = 'UPDATE' then perform app.keep_gates(old.gates, new.gates); end if;
  return new;
end $$;
