-- Whoever moved to another customer and comes back with it, when the two customers become one, is themselves again where they
-- were before: their entry went on as itself, and was out. As in 0200 but for the last update.
create or replace function app.merge_contacts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record; old record;
begin
  if not app.is_team() or not (app.has_right('contacts.manage') or app.has_right('customers.merge')) then raise exception 'only whoever manages contacts merges them' using errcode = '42501'; end if;
  if gone = stays then raise exception 'a contact cannot become itself' using errcode = '22023'; end if;
  select * into strict old from public.contacts c where c.workspace_id = ws and c.id = gone;
  if not app.sees_all() and not coalesce(old.account_id = any (app.assigned()), false) then raise exception 'no such contact' using errcode = 'P0002'; end if;
  perform 1 from public.contacts c where c.workspace_id = ws and c.id = stays for update;
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
  update public.contacts c set continues_as = stays where c.workspace_id = ws and c.continues_as = gone;
  update public.contacts c set identity_id = null, disabled_at = coalesce(c.disabled_at, now()), continues_as = stays, flags = '{}'
    where c.workspace_id = ws and c.id = gone;
  update public.contacts c set continues_as = null,
      disabled_at = case when c.continues_as is null then c.disabled_at else old.disabled_at end,
      identity_id = coalesce(c.identity_id, old.identity_id), phone = coalesce(nullif(c.phone, ''), old.phone),
      title = coalesce(nullif(c.title, ''), old.title), photo = coalesce(c.photo, old.photo),
      flags = c.flags || array(select f from unnest(old.flags) f where f <> all (c.flags) and (f <> 'primary' or not exists (
        select from public.contacts o where o.workspace_id = ws and o.account_id = c.account_id and o.id <> stays and 'primary' = any (o.flags))))
    where c.workspace_id = ws and c.id = stays;
end $$;
