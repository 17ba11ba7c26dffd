-- Whether an answer before the ticket spares one (docs/decisions/0052): who began to write, what was suggested to them or held back, and
-- how it ended.

-- What part of the people is shown no suggestions, and for how many days raising a topic again takes the credit back. `since`: from then on
-- sessions are counted together, as a share that moves would mix early with late.
create table deflection_rules (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  held_out int not null default 10 check (held_out between 2 and 50),
  days int not null default 7 check (days between 1 and 60),
  since timestamptz not null default now(),
  primary key (workspace_id)
);
alter table deflection_rules enable row level security;
alter table deflection_rules force row level security;
create policy wall on deflection_rules for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.kind()) in ('contact', 'member', 'system'));
create policy wall_insert on deflection_rules for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')));
create policy wall_update on deflection_rules for update to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')));
grant select, insert, update on deflection_rules to portico_runtime;

-- One for each new ticket that somebody begins to write. `topic` holds the words of their subject until it can no longer be raised again.
-- `suggested` is what was found, shown or not; without any the session says nothing about suggestions.
create table deflection_sessions (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  account_id uuid not null,
  contact_id uuid not null,
  arm text not null check (arm in ('shown', 'held_out')),
  topic text not null default '' check (length(topic) <= 400),
  suggested uuid[] not null default '{}' check (cardinality(suggested) <= 8),
  opened uuid[] not null default '{}' check (cardinality(opened) <= 40),
  answer uuid,
  outcome text check (outcome in ('sent', 'solved', 'left')),
  ticket_id uuid,
  raised_at timestamptz,
  raised_ticket_id uuid,
  begun_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (workspace_id, id),
  check ((outcome is null) = (ended_at is null)),
  check (arm = 'shown' or cardinality(opened) = 0),
  foreign key (workspace_id, account_id) references accounts (workspace_id, id) deferrable initially immediate,
  foreign key (workspace_id, account_id, contact_id) references contacts (workspace_id, account_id, id)
    on delete cascade deferrable initially immediate,
  foreign key (workspace_id, answer) references articles (workspace_id, id) on delete set null (answer),
  foreign key (workspace_id, account_id, ticket_id) references tickets (workspace_id, account_id, id)
    on delete set null (ticket_id) deferrable initially immediate,
  foreign key (workspace_id, account_id, raised_ticket_id) references tickets (workspace_id, account_id, id)
    on delete set null (raised_ticket_id) deferrable initially immediate
);
create index deflection_sessions_begun on deflection_sessions (workspace_id, begun_at);
create index deflection_sessions_person on deflection_sessions (workspace_id, account_id, contact_id, begun_at);
create index deflection_sessions_open on deflection_sessions (workspace_id, last_at) where outcome is null;
create index deflection_sessions_topic on deflection_sessions (workspace_id, ended_at) where topic <> '';
create index deflection_sessions_ticket on deflection_sessions (workspace_id, account_id, ticket_id);
create index deflection_sessions_answer on deflection_sessions (workspace_id, answer) where answer is not null;
create index deflection_sessions_raised on deflection_sessions (workspace_id, account_id, raised_ticket_id);
alter table deflection_sessions enable row level security;
alter table deflection_sessions force row level security;
create policy wall on deflection_sessions for select to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])
    or (account_id = (select app.account()) and contact_id = (select app.person()))));
create policy wall_insert on deflection_sessions for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and ((select app.is_system())
    or (account_id = (select app.account()) and contact_id = (select app.person()))));
-- Which ticket became of it is said by the portal; whose it is, nobody may change.
create policy wall_update on deflection_sessions for update to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.is_system())
    or (account_id = (select app.account()) and contact_id = (select app.person()) and outcome is null)))
  with check (ticket_id is null or ((select app.is_system()) and exists (select from tickets t
    where t.workspace_id = deflection_sessions.workspace_id and t.id = deflection_sessions.ticket_id)));
create policy wall_forget on deflection_sessions for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
create policy gated on deflection_sessions as restrictive to portico_runtime
  using ((select app.room_open('support'))) with check ((select app.room_open('support')));
create policy keeper on deflection_sessions to current_user using (true) with check (true);
grant select, insert, delete,
  update (topic, suggested, opened, answer, outcome, ticket_id, raised_at, raised_ticket_id, last_at, ended_at) on deflection_sessions
  to portico_runtime;

-- As in 0205: whoever looks at the portal as somebody else writes nothing.
do $$
declare one text;
begin
  foreach one in array array['deflection_rules', 'deflection_sessions'] loop
    execute format('create trigger viewer_writes_nothing before insert or update or delete on %I for each statement
      when (coalesce(current_setting(''app.viewer'', true), '''') <> '''') execute function app.refuse_viewer()', one);
  end loop;
end $$;
