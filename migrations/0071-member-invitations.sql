-- Somebody is asked to join the team. As with contacts the token is mailed and its hash is here; accepting happens once. The
-- member's row begins when they join, so nobody on the team is somebody who never came.
create table member_invitations (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  name text not null check (length(name) between 1 and 160),
  email citext not null check (length(email) between 3 and 254),
  title text not null default '' check (length(title) <= 120),
  side text generated always as ('member') stored,
  role text not null,
  invited_by uuid,
  token_hash text not null,
  mail_id uuid,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, token_hash),
  foreign key (workspace_id, side, role) references roles (workspace_id, side, key),
  foreign key (workspace_id, invited_by) references members (workspace_id, id)
);
create unique index member_invitations_open on member_invitations (workspace_id, email)
  where accepted_at is null and revoked_at is null;
alter table member_invitations enable row level security;
alter table member_invitations force row level security;
create policy wall on member_invitations to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('members.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('members.manage')));
create policy delivery on member_invitations for select to current_user using (true);
grant select, insert, update on member_invitations to portico_runtime;

-- For whoever may manage members: when each was here last, and what became of the mails with invitations. Nothing else of
-- sessions and mails.
create policy operator on sessions for select to current_user using (true);
create function app.members_seen() returns table (identity_id uuid, seen_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select s.identity_id, max(s.seen_at) from public.sessions s
    join public.members m on m.workspace_id = s.workspace_id and m.identity_id = s.identity_id
    where app.has_right('members.manage') and s.workspace_id = app.workspace() group by s.identity_id $$;
create policy operator on members for select to current_user using (true);
create function app.member_invitation_mails() returns table (invitation_id uuid, state text, response text)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select i.id, x.state, x.last_response from public.member_invitations i
    join public.mails x on x.workspace_id = i.workspace_id and x.id = i.mail_id
    where app.has_right('members.manage') and i.workspace_id = app.workspace() and i.accepted_at is null and i.revoked_at is null $$;
revoke execute on function app.members_seen(), app.member_invitation_mails() from public;
grant execute on function app.members_seen(), app.member_invitation_mails() to portico_runtime;
