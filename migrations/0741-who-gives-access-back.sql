-- Whom a directory has put out comes in by nobody else while its connection is in use: who is in charge there believes them gone, and never says so again.
create policy keeper on scim_users for select to current_user using (true);
create policy keeper_update on scim_users for update to current_user using (true);

-- The name of the connection whose directory took this person's access away, to whoever may know of them; null when none did.
create function app.directory_holding(person uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select c.name from public.scim_users u
    join public.sso_connections c on c.workspace_id = u.workspace_id and c.id = u.connection_id and c.enabled_at is not null
    where u.workspace_id = app.workspace() and u.deactivated_at is not null
      -- Of two entries of one person that became one, the one that stayed.
      and (u.person_id = person or exists (select from public.contacts k
        where k.workspace_id = u.workspace_id and k.id = u.person_id and k.continues_as = person))
      and (app.is_team() or app.is_system() or (c.account_id is not null and c.account_id = app.account())) limit 1 $$;
revoke execute on function app.directory_holding(uuid) from public;
grant execute on function app.directory_holding(uuid) to portico_runtime;

-- The wall behind it. With a connection that is not in use people decide, and the directory is told what is true when it asks.
create function app.gives_access_back() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
begin
  -- The owner of the database, by hand, is nobody of the portal's.
  if coalesce(nullif(current_setting('app.kind', true), ''), 'system') = 'system' then return new; end if;
  if app.directory_holding(new.id) is not null then
    raise exception 'a directory took this access away, and gives it back' using errcode = '42501';
  end if;
  update public.scim_users u set deactivated_at = null, version = u.version + 1
    where u.workspace_id = new.workspace_id and u.person_id = new.id and u.deactivated_at is not null and u.deleted_at is null;
  return new;
end $$;
create trigger gives_access_back before update of disabled_at on contacts
  for each row when (old.disabled_at is not null and new.disabled_at is null) execute function app.gives_access_back();
create trigger gives_access_back before update of disabled_at on members
  for each row when (old.disabled_at is not null and new.disabled_at is null) execute function app.gives_access_back();

-- What the team ended the team gives back, and not a colleague at the customer.
alter table contacts add column ended_by_team boolean not null default false;
update contacts c set ended_by_team = true where c.disabled_at is not null and 'contact.disabled' = (select e.kind from events e
  where e.workspace_id = c.workspace_id and e.subject_id = c.id and e.kind in ('contact.disabled', 'colleague.disabled') order by e.id desc limit 1);
