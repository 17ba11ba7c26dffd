-- Who sees what a colleague asked. A business says what holds at all its customers, a customer may have a rule of their own,
-- and one ticket may be kept to who asked and the people named on it. docs/decisions/0040 has the model.
--   own       only who asked
--   named     and the people named on the ticket, and whoever looks after the account
--   role      and those whose role may see colleagues' tickets, or who hold one of the flags
--   everyone  all people of the account
alter table workspaces
  add column colleagues_see text not null default 'everyone' check (colleagues_see in ('own', 'named', 'role', 'everyone')),
  add column colleagues_may text not null default 'reply' check (colleagues_may in ('read', 'reply')),
  add column colleagues_flags text[] not null default '{}' check (colleagues_flags <@ '{primary,billing,technical,approver}'),
  -- Whether whoever looks after a customer's people may choose for that customer.
  add column accounts_choose boolean not null default false;

-- What somebody is for a customer: whom to ask for what. One is the first to ask.
alter table contacts
  add column flags text[] not null default '{}' check (flags <@ '{primary,billing,technical,approver}');
create unique index contacts_primary on contacts (workspace_id, account_id) where 'primary' = any (flags);

create table account_visibility (
  workspace_id uuid not null,
  account_id uuid not null,
  colleagues_see text not null check (colleagues_see in ('own', 'named', 'role', 'everyone')),
  colleagues_may text not null check (colleagues_may in ('read', 'reply')),
  colleagues_flags text[] not null default '{}' check (colleagues_flags <@ '{primary,billing,technical,approver}'),
  changed_at timestamptz not null default now(),
  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate
);
alter table account_visibility enable row level security;
alter table account_visibility force row level security;
create policy wall on account_visibility for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = (select app.account())
    or account_id = any ((select app.assigned())::uuid[])));
create policy wall_write on account_visibility to portico_runtime
  using (workspace_id = (select app.workspace()) and (
    ((select app.has_right('customers.manage')) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage'))
      and exists (select from workspaces w where w.id = account_visibility.workspace_id and w.accounts_choose))))
  with check (workspace_id = (select app.workspace()) and (
    ((select app.has_right('customers.manage')) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage'))
      and exists (select from workspaces w where w.id = account_visibility.workspace_id and w.accounts_choose))));
create policy keeper on account_visibility to current_user using (true) with check (true);
grant select, insert, update, delete on account_visibility to portico_runtime;

-- Kept to who asked and the people named, whatever else holds at the account.
alter table tickets add column narrowed_at timestamptz;
create index tickets_asked on tickets (workspace_id, account_id, requester_id, active_at desc, id desc);

-- The people named on a ticket.
create table ticket_people (
  workspace_id uuid not null,
  account_id uuid not null,
  ticket_id uuid not null,
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, ticket_id, contact_id),
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id) deferrable initially immediate
);
create index ticket_people_contact on ticket_people (workspace_id, contact_id, ticket_id);
alter table ticket_people enable row level security;
alter table ticket_people force row level security;
create policy keeper on ticket_people to current_user using (true) with check (true);

-- Two more settings of the transaction, and only app.enter() sets them, for a contact:
--   app.colleagues  text  how far they see what colleagues asked: all, named (what they are named on), or own
--   app.answers     text  reply, when whoever sees it may also answer
create function app.colleagues() returns text language sql stable parallel safe
  as $$ select coalesce(current_setting('app.colleagues', true), '') $$;
create function app.answers() returns boolean language sql stable parallel safe
  as $$ select coalesce(current_setting('app.answers', true) = 'reply', false) $$;

-- The rule: how far somebody sees, by what holds at their account, what their role may, and their flags. For app.enter(),
-- and for everybody who asks it of somebody else.
create function app.standing(see text, by_flags text[], rights text[], flags text[]) returns text
  language sql immutable parallel safe
  as $$ select case
    when see = 'everyone' then 'all'
    when see = 'own' then 'own'
    when 'colleagues.manage' = any (rights) then 'all'
    when see = 'role' and ('tickets.colleagues' = any (rights) or flags && by_flags) then 'all'
    else 'named' end $$;

-- The tickets that whoever asks is named on; none where only who asked sees one. The policy on tickets asks it, and could not ask the table: the table's asks tickets.
create function app.named_tickets() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select coalesce(array_agg(p.ticket_id), '{}') from public.ticket_people p
    where p.workspace_id = app.workspace() and p.contact_id = app.person() and app.colleagues() <> 'own' $$;
revoke execute on function app.named_tickets() from public;
grant execute on function app.named_tickets() to portico_runtime;

drop policy wall on tickets;
create policy wall on tickets for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or (account_id = (select app.account()) and (requester_id = (select app.person())
      or ((select app.colleagues()) = 'all' and narrowed_at is null)
      or id = any ((select app.named_tickets())::uuid[])))
    or account_id = any ((select app.assigned())::uuid[])));
drop policy wall_update on tickets;
create policy wall_update on tickets for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or (account_id = (select app.account()) and (requester_id = (select app.person())
      or ((select app.colleagues()) = 'all' and narrowed_at is null)
      or id = any ((select app.named_tickets())::uuid[])))
    or account_id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and ((select app.has_right('tickets.reply')) or (select app.has_right('tickets.triage')))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('tickets.reply'))
      and (requester_id = (select app.person()) or (select app.answers())))));

-- What hangs on a ticket is seen by whoever sees the ticket.
drop policy wall on replies;
create policy wall on replies for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or (account_id = (select app.account())
      and exists (select from tickets t where t.workspace_id = replies.workspace_id and t.id = replies.ticket_id))
    or account_id = any ((select app.assigned())::uuid[])));
drop policy wall_insert on replies;
create policy wall_insert on replies for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or ((select app.kind()) = 'member' and (select app.has_right('tickets.reply')) and member_id = (select app.person())
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and contact_id = (select app.person())
      and ((select app.has_right('tickets.reply')) or (select app.has_right('tickets.open')))
      and exists (select from tickets t where t.workspace_id = replies.workspace_id and t.id = replies.ticket_id
        and (t.requester_id = (select app.person()) or (select app.answers()))))));

drop policy wall on attachments;
create policy wall on attachments to portico_runtime
  using (workspace_id = (select app.workspace()) and (
    (select app.is_system())
    or (ticket_id is null and uploaded_by = (select app.identity()))
    or (ticket_id is not null and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (reply_id is not null and account_id = (select app.account())
      and exists (select from tickets t where t.workspace_id = attachments.workspace_id and t.id = attachments.ticket_id))))
  with check (workspace_id = (select app.workspace()) and (
    (select app.is_team()) or uploaded_by = (select app.identity())));

drop policy customer_write on field_values;
create policy customer_write on field_values to portico_runtime
  using (workspace_id = (select app.workspace()) and account_id = (select app.account())
    and (contact_id = (select app.person()) or ((select app.has_right('tickets.open'))
        and exists (select from tickets t where t.workspace_id = field_values.workspace_id and t.id = ticket_id
          and (t.requester_id = (select app.person()) or (select app.answers()))))
      or (contact_id is null and ticket_id is null and (select app.has_right('account.edit'))))
    and exists (select from field_definitions d where d.workspace_id = field_values.workspace_id and d.id = field_id
      and d.customer = 'edit' and d.edits = 'apply' and d.archived_at is null))
  with check (workspace_id = (select app.workspace()) and account_id = (select app.account())
    and (contact_id = (select app.person()) or ((select app.has_right('tickets.open'))
        and exists (select from tickets t where t.workspace_id = field_values.workspace_id and t.id = ticket_id
          and (t.requester_id = (select app.person()) or (select app.answers()))))
      or (contact_id is null and ticket_id is null and (select app.has_right('account.edit'))))
    and exists (select from field_definitions d where d.workspace_id = field_values.workspace_id and d.id = field_id
      and d.customer = 'edit' and d.edits = 'apply' and d.archived_at is null));

-- One lock more on the log, whatever the walls beside it let through: also what came with an account that was merged.
create policy of_ticket on events as restrictive for select to portico_runtime
  using ((select app.is_team()) or subject_type <> 'ticket'
    or exists (select from tickets t where t.workspace_id = events.workspace_id and t.id = events.subject_id));

-- A notice of a ticket that its reader does not see (any more) is not shown: each account has its own bell.
create policy of_ticket on notifications as restrictive to portico_runtime
  using ((select app.kind()) <> 'contact' or subject_type <> 'ticket'
    or exists (select from tickets t where t.workspace_id = notifications.workspace_id and t.id = notifications.subject_id));

create policy wall on ticket_people for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or (account_id = (select app.account())
      and exists (select from tickets t where t.workspace_id = ticket_people.workspace_id and t.id = ticket_people.ticket_id))
    or account_id = any ((select app.assigned())::uuid[])));
-- Named, and taken off again, by who asked, by whoever looks after the account, and by the team. Everybody takes themselves off.
create policy wall_insert on ticket_people for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (
    ((select app.has_right('tickets.reply')) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account())
      and exists (select from tickets t where t.workspace_id = ticket_people.workspace_id and t.id = ticket_people.ticket_id
        and (t.requester_id = (select app.person()) or (select app.has_right('colleagues.manage')))))));
create policy wall_delete on ticket_people for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (
    ((select app.has_right('tickets.reply')) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (contact_id = (select app.person())
      or exists (select from tickets t where t.workspace_id = ticket_people.workspace_id and t.id = ticket_people.ticket_id
        and (t.requester_id = (select app.person()) or (select app.has_right('colleagues.manage'))))))));
grant select, insert, delete on ticket_people to portico_runtime;

-- As in 0070, by the same walls.
create or replace function app.matching_tickets(query text)
  returns table (ticket_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$
    with q as (select to_tsquery('app.words', query) as words)
    (select t.id from public.tickets t, q
      where t.workspace_id = app.workspace() and t.words @@ q.words
        and (app.sees_all() or t.account_id = any (app.assigned())
          or (t.account_id = app.account() and (t.requester_id = app.person()
            or (app.colleagues() = 'all' and t.narrowed_at is null)
            or t.id = any ((select app.named_tickets())::uuid[]))))
      order by t.active_at desc limit 500)
    union
    (select n.ticket_id from public.internal_notes n, q
      where n.workspace_id = app.workspace() and n.words @@ q.words
        and (app.sees_all() or n.account_id = any (app.assigned())) limit 500)
  $$;

-- As in 0070, with flags, and how far a contact sees what colleagues asked.
drop function app.enter(uuid, text, text);
create function app.enter(ws uuid, wanted_hash text, wanted_kind text)
  returns table (kind text, session_id uuid, identity_id uuid, person_id uuid, account_id uuid, account_name text, account_short_name text,
    name text, email text, title text, role text, locale text, zone text, theme text, hotkeys boolean, method text,
    seen_at timestamptz, was_identity uuid, photo uuid, rights text[], reach text,
    flags text[], colleagues text, answers boolean)
  language plpgsql set search_path = pg_catalog, public, app
as $$
declare
  s record;
  side text;
  reached text := '';
  sees text := '';
begin
  perform set_config('app.workspace', ws::text, true), set_config('app.kind', 'system', true),
    set_config('app.identity', '', true), set_config('app.account', '', true), set_config('app.person', '', true),
    set_config('app.rights', '', true), set_config('app.reach', '', true), set_config('app.assigned', '', true),
    set_config('app.colleagues', '', true), set_config('app.answers', '', true);
  if wanted_kind = 'system' then
    return query select 'system'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz, null::uuid,
      null::uuid, null::text[], null::text, null::text[], null::text, null::boolean;
    return;
  end if;
  select se.id as session_id, se.identity_id, se.account_id as chosen, se.method, se.seen_at,
      (app.session_lives(se.revoked_at, se.expires_at, se.created_at, se.seen_at, w.session_hours, w.idle_minutes)
        and i.disabled_at is null) as live,
      i.email::text as email, i.locale, i.zone, i.theme, i.hotkeys, m.id as member_id, m.name as member_name, m.title as member_title, m.role as member_role,
      c.id as contact_id, c.account_id, c.name as contact_name, c.title as contact_title, c.role as contact_role,
      a.name as account_name, a.short_name as account_short_name, case when m.id is null then c.photo else m.photo end as photo,
      r.rights, r.reach, c.flags,
      case when v.account_id is null then w.colleagues_see else v.colleagues_see end as colleagues_see,
      case when v.account_id is null then w.colleagues_may else v.colleagues_may end as colleagues_may,
      case when v.account_id is null then w.colleagues_flags else v.colleagues_flags end as colleagues_flags
    into s
    from sessions se
    join workspaces w on w.id = ws
    join identities i on i.workspace_id = ws and i.id = se.identity_id
    left join members m on m.workspace_id = ws and m.identity_id = se.identity_id and m.disabled_at is null
    left join lateral (select * from contacts k where k.workspace_id = ws and k.identity_id = se.identity_id and k.disabled_at is null
      order by (k.account_id = se.account_id) desc nulls last, k.created_at limit 1) c on m.id is null
    left join accounts a on a.workspace_id = ws and a.id = c.account_id
    left join account_visibility v on v.workspace_id = ws and v.account_id = c.account_id
    left join roles r on r.workspace_id = ws and r.side = case when m.id is not null then 'member' else 'contact' end
      and r.key = coalesce(m.role, c.role)
    where se.workspace_id = ws and se.token_hash = coalesce(wanted_hash, '');
  if s.session_id is null or not s.live or (s.member_id is null and s.contact_id is null) then
    perform set_config('app.kind', 'visitor', true);
    return query select 'visitor'::text, null::uuid, null::uuid, null::uuid, null::uuid, null::text, null::text, null::text, null::text,
      null::text, null::text, null::text, null::text, null::text, null::boolean, null::text, null::timestamptz,
      s.identity_id, null::uuid, null::text[], null::text, null::text[], null::text, null::boolean;
    return;
  end if;
  side := case when s.member_id is not null then 'member' else 'contact' end;
  if side = 'member' then
    reached := case when 'customers.see' = any (s.rights) then s.reach else 'none' end;
    if reached = 'assigned' then
      perform set_config('app.assigned', (select coalesce(array_agg(am.account_id), '{}')::text from account_members am
        where am.workspace_id = ws and am.member_id = s.member_id), true);
    end if;
  else
    sees := app.standing(s.colleagues_see, s.colleagues_flags, s.rights, s.flags);
    perform set_config('app.colleagues', sees, true), set_config('app.answers', s.colleagues_may, true);
  end if;
  perform set_config('app.identity', s.identity_id::text, true),
    set_config('app.kind', side, true),
    set_config('app.person', coalesce(s.member_id, s.contact_id)::text, true),
    set_config('app.account', coalesce(case when s.member_id is null then s.account_id end::text, ''), true),
    set_config('app.rights', ',' || array_to_string(s.rights, ',') || ',', true),
    set_config('app.reach', reached, true);
  return query select side, s.session_id, s.identity_id,
    coalesce(s.member_id, s.contact_id), case when s.member_id is null then s.account_id end, s.account_name, s.account_short_name,
    coalesce(s.member_name, s.contact_name), s.email, coalesce(s.member_title, s.contact_title),
    coalesce(s.member_role, s.contact_role), s.locale, s.zone, s.theme, s.hotkeys, s.method, s.seen_at, s.identity_id, s.photo,
    s.rights, reached, s.flags, sees, side = 'contact' and s.colleagues_may = 'reply';
end $$;
grant execute on function app.enter(uuid, text, text) to portico_runtime;

-- As in 0171. A person keeps the flags of both; of two who are the first to ask, the one who was there stays it. The account
-- that stays keeps its own rule.

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
  update public.contacts c set identity_id = null, disabled_at = coalesce(c.disabled_at, now()), continues_as = stays, flags = '{}'
    where c.workspace_id = ws and c.id = gone;
  update public.contacts c set identity_id = coalesce(c.identity_id, old.identity_id), phone = coalesce(nullif(c.phone, ''), old.phone),
      title = coalesce(nullif(c.title, ''), old.title), photo = coalesce(c.photo, old.photo),
      flags = c.flags || array(select f from unnest(old.flags) f where f <> all (c.flags) and (f <> 'primary' or not exists (
        select from public.contacts o where o.workspace_id = ws and o.account_id = c.account_id and o.id <> stays and 'primary' = any (o.flags))))
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
  delete from public.account_visibility v where v.workspace_id = ws and v.account_id = gone;
  update public.contacts c set flags = array_remove(c.flags, 'primary')
    where c.workspace_id = ws and c.account_id = gone and 'primary' = any (c.flags) and exists (select from public.contacts o
      where o.workspace_id = ws and o.account_id = stays and 'primary' = any (o.flags));
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
