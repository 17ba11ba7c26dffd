-- A customer's own people may be invited by one of them.
alter table invitations
  add column invited_by_contact uuid,
  add foreign key (workspace_id, invited_by_contact) references contacts (workspace_id, id),
  add check (num_nonnulls(invited_by, invited_by_contact) <= 1);

-- The customers that the person of this session stands for, and how many of their tickets wait for them there: the policies
-- show them one account at a time, and this says that there are others. Null for who has one, which is nearly everybody.
create function app.own_accounts() returns jsonb
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$
declare found_accounts jsonb;
begin
  if app.kind() <> 'contact' or (select count(*) < 2 from (select from public.contacts c where c.workspace_id = app.workspace()
      and c.identity_id = app.identity() and c.disabled_at is null limit 2) few) then
    return null;
  end if;
  select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'title', c.title, 'waiting', t.n) order by a.sort_name, a.id)
    into found_accounts
    from public.contacts c join public.accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    cross join lateral (select count(*) as n from public.tickets k where k.workspace_id = c.workspace_id and k.account_id = c.account_id
      and k.requester_id = c.id and k.status = 'pending') t
    where c.workspace_id = app.workspace() and c.identity_id = app.identity() and c.disabled_at is null and a.archived_at is null;
  return found_accounts;
end $$;
revoke execute on function app.own_accounts() from public;
grant execute on function app.own_accounts() to portico_runtime;
