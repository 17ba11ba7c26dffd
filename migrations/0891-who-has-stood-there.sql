-- An entry of somebody who has never come says nothing of them: a customer writes down whatever address they like, and closed with it
-- what the team had shared. Whoever has come, has been elsewhere, or was sent away by the team, is somebody of the customer's.
create function app.has_stood_there(c contacts) returns boolean
  language sql immutable set search_path = pg_catalog, public, app
  as $$ select c.identity_id is not null or c.continues_as is not null or c.ended_by_team $$;
grant execute on function app.has_stood_there(contacts) to portico_runtime;

create or replace function app.guest_link_stands(ws uuid, link uuid) returns boolean
  language sql stable set search_path = pg_catalog, public, app
  as $$ select exists (select from guest_links l
    join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id
    where l.workspace_id = ws and l.id = link and l.revoked_at is null and l.expires_at > now() and a.archived_at is null
      and not exists (select from contacts c where c.workspace_id = l.workspace_id and c.account_id = l.account_id and c.email = l.email
        and app.has_stood_there(c))
      and not 'support' = any (app.shut_for(l.account_id, 'room'))) $$;
