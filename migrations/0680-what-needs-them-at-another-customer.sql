-- What waits for somebody at another customer is what nobody else can do there: what they asked themselves, and what they are named on
-- as app.named_tickets() says it. What a colleague was asked stood beside the name of a customer at whom nothing needed them.
create or replace function app.own_accounts() returns jsonb
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
    from public.contacts c
    join public.accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    join public.workspaces w on w.id = c.workspace_id
    join public.roles r on r.workspace_id = c.workspace_id and r.side = 'contact' and r.key = c.role
    left join public.account_visibility v on v.workspace_id = c.workspace_id and v.account_id = c.account_id
    cross join lateral (select
      case when v.account_id is null then w.colleagues_may else v.colleagues_may end as may,
      case when v.account_id is null then app.standing(w.colleagues_see, w.colleagues_flags, r.rights, c.flags)
        else app.standing(v.colleagues_see, v.colleagues_flags, r.rights, c.flags) end as sees,
      'tickets.reply' = any (r.rights) and not 'support' = any (app.shut_at(c.account_id, 'room')) as answers) g
    cross join lateral (select count(*) as n from (select from public.tickets k
      where k.workspace_id = c.workspace_id and k.account_id = c.account_id and k.status = 'pending' and g.answers
        and (k.requester_id = c.id or (g.may = 'reply' and g.sees <> 'own' and exists (select from public.ticket_people p
          where p.workspace_id = k.workspace_id and p.ticket_id = k.id and p.contact_id = c.id)))
      limit 100) counted) t
    where c.workspace_id = app.workspace() and c.identity_id = app.identity() and c.disabled_at is null and a.archived_at is null;
  return found_accounts;
end $$;
