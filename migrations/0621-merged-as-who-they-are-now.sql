-- When two customers become one, somebody at both becomes who they are by now where they stay: an entry there that was merged into another
-- one stays what it was, and does not live again beside it. As in 0200 but for the loop.
create or replace function app.merge_accounts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record;
begin
  if not app.is_team() or not app.has_right('customers.merge') or not app.sees_all() then raise exception 'only whoever answers for the whole merges accounts' using errcode = '42501'; end if;
  if gone = stays then raise exception 'an account cannot become itself' using errcode = '22023'; end if;
  set constraints all deferred;
  delete from public.account_visibility v where v.workspace_id = ws and v.account_id = gone;
  update public.contacts c set flags = array_remove(c.flags, 'primary')
    where c.workspace_id = ws and c.account_id = gone and 'primary' = any (c.flags) and exists (select from public.contacts o
      where o.workspace_id = ws and o.account_id = stays and 'primary' = any (o.flags));
  for k in select f.id as old, coalesce(n.id, s.id) as new from public.contacts f
      join public.contacts s on s.workspace_id = ws and s.account_id = stays and s.email = f.email
      left join public.contacts n on n.workspace_id = ws and n.id = s.continues_as and n.account_id = stays and n.continues_as is null
    where f.workspace_id = ws and f.account_id = gone and f.continues_as is null
  loop
    perform app.merge_contacts(k.old, k.new);
  end loop;
  update public.contacts c set account_id = stays where c.workspace_id = ws and c.account_id = gone
    and not exists (select from public.contacts s where s.workspace_id = ws and s.account_id = stays and s.email = c.email);
  for k in select distinct c.conrelid::regclass as owner from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'account_id'
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conrelid <> 'public.contacts'::regclass
  loop
    perform app.repoint(k.owner, 'account_id', ws, gone, stays);
  end loop;
end $$;

-- Whoever is themselves again where they were before comes back as who they have been since: with that role, title and telephone, and not with
-- what they might do before they left. Whom they had gone on as stays known, for a hold over them and for whoever is asked to forget them. As in
-- 0598 but for the last update.
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
      disabled_at = case when back then old.disabled_at else c.disabled_at end,
      role = case when back then old.role else c.role end,
      identity_id = coalesce(c.identity_id, old.identity_id),
      phone = case when back then old.phone else coalesce(nullif(c.phone, ''), old.phone) end,
      title = case when back then old.title else coalesce(nullif(c.title, ''), old.title) end,
      photo = coalesce(c.photo, old.photo),
      flags = c.flags || array(select f from unnest(old.flags) f where f <> all (c.flags) and (f <> 'primary' or not exists (
        select from public.contacts o where o.workspace_id = ws and o.account_id = c.account_id and o.id <> stays and 'primary' = any (o.flags))))
    where c.workspace_id = ws and c.id = stays;
end $$;

-- Whom a merge before 0598 left going on as themselves, and so shown nowhere: they have no access, are seen, and are let in by a person.
update contacts set continues_as = null where continues_as = id;
