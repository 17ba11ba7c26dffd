-- An invitation to the team needs its role for as long as somebody may come by it. One that was accepted or taken back keeps no role
-- from being removed.
alter table member_invitations drop column side;
alter table member_invitations add column side text
  generated always as (case when accepted_at is null and revoked_at is null then 'member' end) stored;
alter table member_invitations add foreign key (workspace_id, side, role) references roles (workspace_id, side, key);
