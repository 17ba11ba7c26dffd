-- Taking an import back leaves alone whoever is on hold: themselves, by their customer or with everything, as retention and forgetting do.
alter table import_marks add column held_at timestamptz;
create policy keeper_update on import_marks for update to current_user using (true);

-- Of what an import made and changed, what a hold keeps as it is. A hold over somebody or their customer stands over each row that is them.
create function app.keep_what_is_held(wanted uuid) returns void
  language sql set search_path = pg_catalog, public, app
  as $$ with recursive them as (
      select c.id, c.identity_id, c.continues_as, c.came_back_from from public.contacts c where c.workspace_id = app.workspace()
        and exists (select from public.legal_holds h where h.workspace_id = c.workspace_id and h.released_at is null
          and (h.contact_id = c.id or h.account_id = c.account_id))
      union
      select c.id, c.identity_id, c.continues_as, c.came_back_from
        from them t join public.contacts c on c.workspace_id = app.workspace()
          and (c.identity_id = t.identity_id or c.continues_as = t.id or c.id = t.continues_as
            or c.came_back_from = t.id or c.id = t.came_back_from)
    )
    update public.import_marks m set held_at = now()
      where m.workspace_id = app.workspace() and m.import_id = wanted and m.held_at is null
        and (m.subject_id in (select id from them) or exists (select from public.legal_holds h
          where h.workspace_id = m.workspace_id and h.released_at is null and h.contact_id is null
            and (h.account_id is null or h.account_id = m.subject_id))) $$;
revoke execute on function app.keep_what_is_held(uuid) from public;
grant execute on function app.keep_what_is_held(uuid) to portico_runtime;

-- As in 0740, but for what is held. Returns how many stayed, those that keep what the import changed among them.
create or replace function app.undo_import(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); m record; stayed integer;
begin
  if not app.is_team() or not app.has_right('customers.manage') or not app.sees_all() then
    raise exception 'only who manages customers undoes an import' using errcode = '42501';
  end if;
  perform app.keep_what_is_held(wanted);
  select count(*) into stayed from public.import_marks i where i.workspace_id = ws and i.import_id = wanted and i.held_at is not null;
  for m in select i.kind, i.subject_id, exists (select from public.events e where e.workspace_id = ws and e.subject_id = i.subject_id
        and e.kind ~ '[._]changed$' and e.created_at > l.finished_at and e.created_at < l.undone_at) as touched
      from public.import_marks i join public.imports l on l.workspace_id = i.workspace_id and l.id = i.import_id
      where i.workspace_id = ws and i.import_id = wanted and i.made and i.held_at is null order by i.kind desc
  loop
    if m.touched or (m.kind = 'contact' and exists (select from public.contacts c
      where c.workspace_id = ws and c.id = m.subject_id and c.identity_id is not null))
    then
      stayed := stayed + 1;
      continue;
    end if;
    begin
      delete from public.field_values v where v.workspace_id = ws and v.subject_id = m.subject_id;
      if m.kind = 'contact' then
        delete from public.contacts c where c.workspace_id = ws and c.id = m.subject_id and c.identity_id is null;
      else
        delete from public.account_members a where a.workspace_id = ws and a.account_id = m.subject_id;
        delete from public.accounts a where a.workspace_id = ws and a.id = m.subject_id;
      end if;
      if not found then stayed := stayed + 1; end if;
    exception when foreign_key_violation then
      stayed := stayed + 1;
    end;
  end loop;
  return stayed;
end $$;
