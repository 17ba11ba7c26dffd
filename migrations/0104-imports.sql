-- A list of customers and their people brought in from a file: the lines, what their columns mean, how far it has come.
create table imports (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  made_by uuid not null,
  file_name text not null,
  header text[] not null,
  lines jsonb not null,
  mapping text[] not null,
  line_count integer not null,
  done_lines integer not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  counts jsonb not null default '{}',
  problems jsonb not null default '[]',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, made_by) references members (workspace_id, id)
);
-- What an import made or changed, to be undone. `was` and `became` hold what was different.
create table import_marks (
  workspace_id uuid not null,
  import_id uuid not null,
  kind text not null check (kind in ('account', 'contact')),
  subject_id uuid not null,
  made boolean not null,
  was jsonb not null default '{}',
  became jsonb not null default '{}',
  primary key (workspace_id, import_id, kind, subject_id),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);
alter table imports enable row level security;
alter table imports force row level security;
alter table import_marks enable row level security;
alter table import_marks force row level security;
create policy wall on imports to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')) and (select app.sees_all()));
create policy wall on import_marks to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()) and (select app.has_right('customers.manage')) and (select app.sees_all()));
create policy keeper on import_marks for select to current_user using (true);
create policy keeper_delete on contacts for delete to current_user using (true);
grant select, insert, update on imports, import_marks to portico_runtime;

-- Takes away what an import made and nobody has used since. Returns how many stayed, because something hangs on them.
create function app.undo_import(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); m record; stayed integer := 0;
begin
  if not app.is_team() or not app.has_right('customers.manage') or not app.sees_all() then
    raise exception 'only who manages customers undoes an import' using errcode = '42501';
  end if;
  for m in select * from public.import_marks i where i.workspace_id = ws and i.import_id = wanted and i.made order by i.kind desc
  loop
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
revoke execute on function app.undo_import(uuid) from public;
grant execute on function app.undo_import(uuid) to portico_runtime;
