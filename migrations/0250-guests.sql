-- Guests: somebody without an account reads one thing that the team has shared with their address, by a link that ends and a code
-- that is mailed there. Nothing else of the portal is theirs. docs/decisions/0043 has the model.

-- `object_kind` and `object_id` say what is shared; each kind has a column made of them, whose key holds it to its customer.
create table guest_links (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  account_id uuid not null,
  object_kind text not null check (object_kind in ('ticket')),
  object_id uuid not null,
  ticket_id uuid generated always as (case when object_kind = 'ticket' then object_id end) stored,
  email citext not null check (length(email) between 3 and 254),
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  shared_by uuid not null,
  sent_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id)
    on delete cascade deferrable initially immediate,
  foreign key (workspace_id, shared_by) references members (workspace_id, id)
);
create unique index guest_links_one on guest_links (workspace_id, object_kind, object_id, email) where revoked_at is null;
create index guest_links_ticket on guest_links (workspace_id, account_id, ticket_id);
create index guest_links_email on guest_links (workspace_id, email);
create index guest_links_expiry on guest_links (workspace_id, expires_at);
alter table guest_links enable row level security;
alter table guest_links force row level security;
create policy wall on guest_links for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
create policy wall_insert on guest_links for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.has_right('contacts.invite')) and shared_by = (select app.person())
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))));
create policy wall_update on guest_links for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('contacts.invite'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
create policy wall_forget on guest_links for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy keeper on guest_links to current_user using (true) with check (true);
grant select, insert, delete, update (token_hash, sent_at, expires_at, revoked_at) on guest_links to portico_runtime;

-- A browser whose owner has shown that they read the mail of that address. Only the doors look here, as the system.
create table guest_sessions (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  link_id uuid not null,
  token_hash text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, link_id) references guest_links (workspace_id, id) on delete cascade
);
create index guest_sessions_link on guest_sessions (workspace_id, link_id);
create index guest_sessions_expiry on guest_sessions (workspace_id, expires_at);
alter table guest_sessions enable row level security;
alter table guest_sessions force row level security;
create policy wall on guest_sessions to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on guest_sessions to portico_runtime;

-- As in 0205: whoever looks at the portal as somebody else writes nothing.
do $$
declare one text;
begin
  foreach one in array array['guest_links', 'guest_sessions']
  loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;

-- A new kind of who asks: 'guest'. What is not said to be theirs is not: where a policy asked for "no visitor", it asks for
-- somebody signed in.
alter policy wall on members
  using (workspace_id = (select app.workspace()) and (select app.kind()) not in ('visitor', 'guest'));
alter policy somebody on mails with check ((select app.kind()) not in ('visitor', 'guest'));
alter policy somebody on counters using ((select app.kind()) not in ('visitor', 'guest')) with check ((select app.kind()) not in ('visitor', 'guest'));

-- Two settings of a transaction, and only app.enter_guest() sets them; to anybody but a guest they say nothing:
--   app.shared         uuid    the ticket that is shared
--   app.shared_people  uuid[]  who wrote in it, and who asked and who has it: the people its page names
create function app.shared_ticket() returns uuid language sql stable parallel safe
  as $$ select case when current_setting('app.kind', true) = 'guest' then nullif(current_setting('app.shared', true), '')::uuid end $$;
create function app.shared_people() returns uuid[] language sql stable parallel safe
  as $$ select case when current_setting('app.kind', true) = 'guest'
    then coalesce(nullif(current_setting('app.shared_people', true), ''), '{}')::uuid[] else '{}'::uuid[] end $$;

create policy guest on tickets for select to portico_runtime
  using (workspace_id = (select app.workspace()) and id = (select app.shared_ticket()));
create policy guest on replies for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ticket_id = (select app.shared_ticket()));
create policy guest on attachments for select to portico_runtime
  using (workspace_id = (select app.workspace()) and reply_id is not null and ticket_id = (select app.shared_ticket()));
create policy guest on contacts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and id = any ((select app.shared_people())::uuid[]));
create policy guest on members for select to portico_runtime
  using (workspace_id = (select app.workspace()) and id = any ((select app.shared_people())::uuid[]));

-- Whether a link opens anything now. Not when it was taken back or is over, when its customer has gone or is kept out of support,
-- and not when its owner has come in there (or was sent away): then they have a way of their own, or none.
create function app.guest_link_stands(ws uuid, link uuid) returns boolean
  language sql stable set search_path = pg_catalog, public, app
  as $$ select exists (select from guest_links l
    join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id
    where l.workspace_id = ws and l.id = link and l.revoked_at is null and l.expires_at > now() and a.archived_at is null
      and not exists (select from contacts c where c.workspace_id = l.workspace_id and c.account_id = l.account_id and c.email = l.email)
      and not 'support' = any (app.shut_for(l.account_id, 'room'))) $$;
grant execute on function app.guest_link_stands(uuid, uuid) to portico_runtime;

-- From here on this transaction is a guest's, if the session holds for that link; else a visitor's, and there is no row.
create function app.enter_guest(ws uuid, session_hash text, link uuid)
  returns table (link_id uuid, ticket_id uuid, account_id uuid, email text, shared_by text, link_ends_at timestamptz)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare
  l record;
  people text := '{}';
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
    select coalesce(array_agg(distinct who), '{}')::text into people from (
      select unnest(array[r.contact_id, r.member_id]) as who from replies r where r.workspace_id = ws and r.ticket_id = l.ticket_id
      union all select unnest(array[t.requester_id, t.assignee_id]) from tickets t where t.workspace_id = ws and t.id = l.ticket_id) named
      where who is not null;
  end if;
  perform set_config('app.kind', case when l.id is null then 'visitor' else 'guest' end, true),
    set_config('app.shared', coalesce(l.ticket_id::text, ''), true), set_config('app.shared_people', people, true);
  if l.id is not null then
    return query select l.id, l.ticket_id, l.account_id, l.email, l.shared_by, l.link_ends_at;
  end if;
end $$;
grant execute on function app.enter_guest(uuid, text, uuid) to portico_runtime;
