-- Two that become one: by whoever has the right, and sees them. As in 0100 but for the first lines.

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
  update public.contacts c set identity_id = null, disabled_at = coalesce(c.disabled_at, now()), continues_as = stays
    where c.workspace_id = ws and c.id = gone;
  update public.contacts c set identity_id = coalesce(c.identity_id, old.identity_id), phone = coalesce(nullif(c.phone, ''), old.phone),
      title = coalesce(nullif(c.title, ''), old.title), photo = coalesce(c.photo, old.photo)
    where c.workspace_id = ws and c.id = stays;
end $$;

create or replace function app.merge_accounts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record;
begin
  if not app.is_team() or not app.has_right('customers.merge') or not app.sees_all() then raise exception 'only whoever answers for the whole merges accounts' using errcode = '42501'; end if;
  if gone = stays then raise exception 'an account cannot become itself' using errcode = '22023'; end if;
  set constraints all deferred;
  for k in select f.id as old, s.id as new from public.contacts f
      join public.contacts s on s.workspace_id = ws and s.account_id = stays and s.email = f.email
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
