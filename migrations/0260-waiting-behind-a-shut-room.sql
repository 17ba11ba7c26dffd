-- What is shut for a customer, as the one rule it is; whom it may be told is asked by those who call it (0210).
create function app.shut_at(account uuid, wanted text) returns text[] language sql stable set search_path = pg_catalog, public, app
  as $$ select coalesce(array_agg(distinct g.object), '{}') from public.segment_gates g
    where g.workspace_id = app.workspace() and g.kind = wanted
      and not exists (select from public.segment_gates o
        join public.segment_accounts s on s.workspace_id = o.workspace_id and s.segment_id = o.segment_id and s.account_id = account
        where o.workspace_id = g.workspace_id and o.kind = g.kind and o.object = g.object) $$;
revoke execute on function app.shut_at(uuid, text) from public;
create or replace function app.shut_for(account uuid, wanted text) returns text[]
  language plpgsql stable security definer set search_path = pg_catalog, public, app
as $$ begin
  if not app.is_team() and account is distinct from app.account() then
    raise exception 'what is shut for another customer is not told' using errcode = '42501';
  end if;
  return app.shut_at(account, wanted);
end $$;

-- At a customer of theirs whose support room is shut nothing waits for them: the number would lead to a page that is not there.
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
    from public.contacts c join public.accounts a on a.workspace_id = c.workspace_id and a.id = c.account_id
    cross join lateral (select count(*) as n from public.tickets k where k.workspace_id = c.workspace_id and k.account_id = c.account_id
      and k.requester_id = c.id and k.status = 'pending' and not 'support' = any (app.shut_at(c.account_id, 'room'))) t
    where c.workspace_id = app.workspace() and c.identity_id = app.identity() and c.disabled_at is null and a.archived_at is null;
  return found_accounts;
end $$;
