-- How the numbers and dates of each column are written, where somebody has said so ('': it is found out), and what stands between its cells.
alter table imports add column forms text[] not null default '{}', add column delimiter text;
create policy keeper on imports for select to current_user using (true);

-- Whoever has joined since stays, with what they have filled in; and so does what somebody has changed by hand since.
create or replace function app.undo_import(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); m record; stayed integer := 0;
begin
  if not app.is_team() or not app.has_right('customers.manage') or not app.sees_all() then
    raise exception 'only who manages customers undoes an import' using errcode = '42501';
  end if;
  for m in select i.kind, i.subject_id, exists (select from public.events e where e.workspace_id = ws and e.subject_id = i.subject_id
        and e.kind ~ '[._]changed$' and e.created_at > l.finished_at and e.created_at < l.undone_at) as touched
      from public.import_marks i join public.imports l on l.workspace_id = i.workspace_id and l.id = i.import_id
      where i.workspace_id = ws and i.import_id = wanted and i.made order by i.kind desc
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
