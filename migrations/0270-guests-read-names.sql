-- A guest saw the whole row of whoever wrote in the thread, though their page shows names and titles. Now they see no row of any person:
-- the names come along when the transaction becomes theirs, and nothing else of those people does.
drop policy guest on contacts;
drop policy guest on members;
drop function app.shared_people();

-- app.shared_people  json  of whom the shared ticket names: who wrote in it, who asked and who has it. Only app.enter_guest() sets it;
-- to anybody but a guest it says nothing.
create function app.shared_people() returns table (id uuid, name text, title text) language sql stable parallel safe
  as $$ select p.id, p.name, p.title from json_to_recordset(case when current_setting('app.kind', true) = 'guest'
    then coalesce(nullif(current_setting('app.shared_people', true), ''), '[]') else '[]' end::json) as p (id uuid, name text, title text) $$;

create or replace function app.enter_guest(ws uuid, session_hash text, link uuid)
  returns table (link_id uuid, ticket_id uuid, account_id uuid, email text, shared_by text, link_ends_at timestamptz)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare
  l record;
  people json;
begin
  perform app.enter(ws, null, 'system');
  select k.id, k.ticket_id, k.account_id, k.email::text as email, m.name as shared_by, k.expires_at as link_ends_at
    into l
    from guest_sessions s
    join guest_links k on k.workspace_id = s.workspace_id and k.id = s.link_id
    join members m on m.workspace_id = k.workspace_id and m.id = k.shared_by
    where s.workspace_id = ws and s.token_hash = session_hash and k.id = link and s.expires_at > now()
      and app.guest_link_stands(ws, k.id);
  if l.id is not null then
    with named as (
      select unnest(array[r.contact_id, r.member_id]) as who from replies r where r.workspace_id = ws and r.ticket_id = l.ticket_id
      union select unnest(array[t.requester_id, t.assignee_id]) from tickets t where t.workspace_id = ws and t.id = l.ticket_id)
    select json_agg(json_build_object('id', p.id, 'name', p.name, 'title', p.title)) into people from (
      select c.id, c.name, c.title from contacts c
        where c.workspace_id = ws and c.account_id = l.account_id and c.id in (select who from named)
      union all select m.id, m.name, m.title from members m where m.workspace_id = ws and m.id in (select who from named)) p;
  end if;
  perform set_config('app.kind', case when l.id is null then 'visitor' else 'guest' end, true),
    set_config('app.shared', coalesce(l.ticket_id::text, ''), true),
    set_config('app.shared_people', coalesce(people::text, ''), true);
  if l.id is not null then
    return query select l.id, l.ticket_id, l.account_id, l.email, l.shared_by, l.link_ends_at;
  end if;
end $$;
