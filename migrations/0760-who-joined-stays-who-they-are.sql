-- When two customers become one, somebody at both who has joined only where nothing stays is who they are there: with that name, role, title,
-- telephone and photo, and not with what was written of them where they never came. As in 0621 but for that.
create or replace function app.merge_accounts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record; old record;
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
    select f.name, f.title, f.phone, f.photo, f.role, f.identity_id is not null and f.disabled_at is null and s.identity_id is null
        and s.continues_as is null as joined into old
      from public.contacts f join public.contacts s on s.workspace_id = ws and s.id = k.new where f.workspace_id = ws and f.id = k.old;
    perform app.merge_contacts(k.old, k.new);
    if old.joined then
      update public.contacts c set name = old.name, title = coalesce(nullif(old.title, ''), c.title), role = old.role,
          phone = coalesce(nullif(old.phone, ''), c.phone), photo = coalesce(old.photo, c.photo)
        where c.workspace_id = ws and c.id = k.new;
    end if;
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
