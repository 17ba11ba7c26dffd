-- Whether visitors read what is public, and whether search engines are asked in.
alter table workspaces
  add column help_readers text not null default 'everybody' check (help_readers in ('everybody', 'signed_in')),
  add column help_found boolean not null default true;

-- What whoever asks may read at all; the team reads everything. A help center for who is signed in has nothing for anybody else, and one whose
-- room is shut for a customer has nothing for their people: categories, texts, pictures, old addresses and the search all ask here.
create or replace function app.readable() returns text[] language plpgsql stable set search_path = pg_catalog, public, app
as $$ begin
  if app.kind() = 'contact' then
    return case when app.room_open('help') then '{public,signed_in,segment}' else '{}' end;
  end if;
  return case when exists (select from workspaces w where w.id = app.workspace() and w.help_readers = 'everybody') then '{public}' else '{}' end;
end $$;
