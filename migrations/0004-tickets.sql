create extension if not exists unaccent;

-- Words of any language, without accents: the text search of everything people write.
create text search configuration app.words (copy = pg_catalog.simple);
alter text search configuration app.words alter mapping for hword, hword_part, word with unaccent, simple;

create table tickets (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  number bigint not null,
  subject text not null check (length(subject) between 1 and 200),
  requester_id uuid not null,
  assignee_id uuid,
  status text not null default 'new' check (status in ('new', 'open', 'pending', 'on_hold', 'solved', 'closed')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  priority_rank smallint not null generated always as
    (case priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored,
  urgency text not null default 'slows' check (urgency in ('question', 'slows', 'blocks')),
  channel text not null default 'portal' check (channel in ('portal', 'team')),
  active_at timestamptz not null default now(),
  first_reply_at timestamptz,
  waiting_since timestamptz,
  solved_at timestamptz,
  closed_at timestamptz,
  words tsvector not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, number),
  unique (workspace_id, account_id, id),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id),
  foreign key (workspace_id, account_id, requester_id) references contacts (workspace_id, account_id, id),
  foreign key (workspace_id, assignee_id) references members (workspace_id, id)
);
-- A customer's list: one account, newest activity first, open or finished.
create index tickets_account_active on tickets (workspace_id, account_id, active_at desc, id desc);
create index tickets_account_open on tickets (workspace_id, account_id, active_at desc, id desc) where status not in ('solved', 'closed');
-- The inbox: a customer waits for us, the most important and then the longest waiting first; all, and by person.
create index tickets_waiting on tickets (workspace_id, priority_rank, waiting_since, id) where waiting_since is not null;
create index tickets_waiting_assignee on tickets (workspace_id, assignee_id, priority_rank, waiting_since, id)
  where waiting_since is not null;
create index tickets_open on tickets (workspace_id, active_at desc, id desc) where status not in ('solved', 'closed');
create index tickets_active on tickets (workspace_id, active_at desc, id desc);
create index tickets_assignee on tickets (workspace_id, assignee_id, active_at desc, id desc);
create index tickets_words on tickets using gin (words);
alter table tickets enable row level security;
alter table tickets force row level security;
create policy wall on tickets to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())));
create policy search on tickets for select to current_user using (true);
grant select, insert, update on tickets to portico_runtime;

create table replies (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  ticket_id uuid not null,
  contact_id uuid,
  member_id uuid,
  body_html text not null,
  channel text not null default 'portal' check (channel in ('portal', 'email')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, account_id, id),
  check (num_nonnulls(contact_id, member_id) = 1),
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id),
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index replies_ticket on replies (workspace_id, ticket_id, created_at, id);
alter table replies enable row level security;
alter table replies force row level security;
create policy wall on replies to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())))
  with check (workspace_id = (select app.workspace()) and ((select app.is_team()) or account_id = (select app.account())));
grant select, insert on replies to portico_runtime;

-- The team's own talk. Another table than replies: no query for customers can reach it by forgetting a condition.
create table internal_notes (
  workspace_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  ticket_id uuid not null,
  member_id uuid not null,
  body_html text not null,
  words tsvector not null default '',
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id),
  foreign key (workspace_id, member_id) references members (workspace_id, id)
);
create index internal_notes_ticket on internal_notes (workspace_id, ticket_id, created_at, id);
create index internal_notes_words on internal_notes using gin (words);
alter table internal_notes enable row level security;
alter table internal_notes force row level security;
create policy wall on internal_notes to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy search on internal_notes for select to current_user using (true);
grant select, insert on internal_notes to portico_runtime;

-- Who has a ticket open and who is writing in it, for the collision notice. Worthless after a minute.
create unlogged table ticket_presence (
  workspace_id uuid not null,
  ticket_id uuid not null,
  member_id uuid not null,
  writing boolean not null default false,
  seen_at timestamptz not null default now(),
  primary key (workspace_id, ticket_id, member_id)
);
alter table ticket_presence enable row level security;
alter table ticket_presence force row level security;
create policy wall on ticket_presence to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()))
  with check (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select, insert, update, delete on ticket_presence to portico_runtime;

-- Text search under row-level security cannot use its index (the match operator is not leakproof), so this finds the
-- ids by the same walls, and the caller reads the rows through the policies as ever: an id too many shows nothing.
create function app.matching_tickets(query text)
  returns table (ticket_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$
    with q as (select to_tsquery('app.words', query) as words)
    (select t.id from public.tickets t, q
      where t.workspace_id = app.workspace() and (app.is_team() or t.account_id = app.account()) and t.words @@ q.words
      order by t.active_at desc limit 500)
    union
    (select n.ticket_id from public.internal_notes n, q
      where app.is_team() and n.workspace_id = app.workspace() and n.words @@ q.words limit 500)
  $$;
revoke execute on function app.matching_tickets(text) from public;
grant execute on function app.matching_tickets(text) to portico_runtime;

-- A file. `storage_key` says where the bytes are; nobody outside sees it. Until it is attached only its uploader may see it.
create table attachments (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  account_id uuid,
  ticket_id uuid,
  reply_id uuid,
  note_id uuid,
  uploaded_by uuid not null,
  name text not null,
  type text not null,
  bytes bigint not null check (bytes >= 0),
  sha256 text not null check (length(sha256) = 64),
  storage_key text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check (num_nonnulls(reply_id, note_id) <= 1),
  foreign key (workspace_id, uploaded_by) references identities (workspace_id, id),
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id),
  foreign key (workspace_id, account_id, reply_id) references replies (workspace_id, account_id, id),
  foreign key (workspace_id, note_id) references internal_notes (workspace_id, id)
);
create index attachments_ticket on attachments (workspace_id, ticket_id, created_at);
create index attachments_loose on attachments (workspace_id, created_at) where ticket_id is null;
alter table attachments enable row level security;
alter table attachments force row level security;
create policy wall on attachments to portico_runtime
  using (workspace_id = (select app.workspace()) and (
    (select app.is_system())
    or (ticket_id is null and uploaded_by = (select app.identity()))
    or (ticket_id is not null and (select app.is_team()))
    or (reply_id is not null and account_id = (select app.account()))))
  with check (workspace_id = (select app.workspace()) and (
    (select app.is_team()) or uploaded_by = (select app.identity())));
grant select, insert, update, delete on attachments to portico_runtime;
