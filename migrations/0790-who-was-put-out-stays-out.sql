-- A merge lets nobody in. An entry that never joined takes over from the one that goes that their access has ended, when, and by whom; and what was
-- sent to it opens nothing any more. Whoever has joined and may come in goes on so: nobody had to let them in. As in 0621 but for that.
create or replace function app.merge_contacts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record; old record; back boolean;
begin
  if not app.is_team() or not (app.has_right('contacts.manage') or app.has_right('customers.merge')) then raise exception 'only whoever manages contacts merges them' using errcode = '42501'; end if;
  if gone = stays then raise exception 'a contact cannot become itself' using errcode = '22023'; end if;
  select * into strict old from public.contacts c where c.workspace_id = ws and c.id = gone;
  if not app.sees_all() and not coalesce(old.account_id = any (app.assigned()), false) then raise exception 'no such contact' using errcode = 'P0002'; end if;
  select c.continues_as is not null into back from public.contacts c where c.workspace_id = ws and c.id = stays for update;
  if not found then raise exception 'no such contact' using errcode = 'P0002'; end if;
  set constraints all deferred;
  for k in select c.conrelid::regclass as owner, a.attname as name from pg_constraint c
      cross join lateral unnest(c.conkey, c.confkey) as pair (here, there)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = pair.here
      join pg_attribute o on o.attrelid = c.confrelid and o.attnum = pair.there and o.attname = 'id'
    where c.contype = 'f' and c.confrelid = 'public.contacts'::regclass and c.conrelid <> c.confrelid
  loop
    perform app.repoint(k.owner, k.name, ws, gone, stays);
  end loop;
  update public.contacts c set continues_as = stays where c.workspace_id = ws and c.continues_as = gone and c.id <> stays;
  update public.contacts c set identity_id = null, disabled_at = coalesce(c.disabled_at, now()), continues_as = stays, flags = '{}'
    where c.workspace_id = ws and c.id = gone;
  update public.contacts c set continues_as = null,
      came_back_from = coalesce(nullif(c.continues_as, gone), c.came_back_from),
      disabled_at = case when back then old.disabled_at when c.identity_id is null then coalesce(c.disabled_at, old.disabled_at)
        else c.disabled_at end,
      ended_by_team = case when back then old.ended_by_team
        else (c.disabled_at is not null or c.identity_id is null) and (c.ended_by_team or old.ended_by_team) end,
      role = case when back then old.role else c.role end,
      identity_id = coalesce(c.identity_id, old.identity_id),
      phone = case when back then old.phone else coalesce(nullif(c.phone, ''), old.phone) end,
      title = case when back then old.title else coalesce(nullif(c.title, ''), old.title) end,
      photo = coalesce(c.photo, old.photo),
      flags = c.flags || array(select f from unnest(old.flags) f where f <> all (c.flags) and (f <> 'primary' or not exists (
        select from public.contacts o where o.workspace_id = ws and o.account_id = c.account_id and o.id <> stays and 'primary' = any (o.flags))))
    where c.workspace_id = ws and c.id = stays;
  update public.invitations i set revoked_at = now(), taken_back_at = now()
    from public.contacts c where c.workspace_id = ws and c.id = stays and c.disabled_at is not null
      and i.workspace_id = ws and i.contact_id = stays and i.accepted_at is null and i.revoked_at is null;
end $$;
