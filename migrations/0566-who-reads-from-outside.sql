-- How many read a ticket by a link from the team: its customer cannot look at the links, which hold addresses and keys, and must not take
-- for closed what is read outside. Whoever asks has the ticket before them; the number is told within their customer, and to its team.
create function app.read_from_outside(ticket uuid) returns int
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select count(*)::int from public.guest_links l
    where l.workspace_id = app.workspace() and l.ticket_id = ticket and app.guest_link_stands(l.workspace_id, l.id)
      and (l.account_id = app.account() or app.sees_all() or l.account_id = any (app.assigned())) $$;
revoke execute on function app.read_from_outside(uuid) from public;
grant execute on function app.read_from_outside(uuid) to portico_runtime;
