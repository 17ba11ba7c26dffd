-- The same of logins that began by a link before 0860. The delivery log says of which invitation no letter went out because no mail server
-- was set up: its link can only have been handed over. Who has proved the address since, by a letter that was sent, a provider or a
-- directory, stays as they are. Of an invitation whose letter is no longer in the delivery log nothing is known, and nothing is said.
alter table identities no force row level security;
alter table sso_links no force row level security;
with came as (
  select v.workspace_id, m.to_address, v.accepted_at, m.state, m.last_response
    from (select workspace_id, mail_id, accepted_at from invitations
      union all select workspace_id, mail_id, accepted_at from member_invitations) v
    join mails m on m.workspace_id = v.workspace_id and m.id = v.mail_id
    where v.accepted_at is not null
)
update identities i set address_proved = false from came c
  where c.workspace_id = i.workspace_id and c.to_address = i.email and i.address_proved
    and c.state = 'kept' and c.last_response = 'no mail server is set up'
    and c.accepted_at between i.created_at - interval '10 minutes' and i.created_at + interval '10 minutes'
    and not exists (select from came s where s.workspace_id = i.workspace_id and s.to_address = i.email and s.state = 'sent')
    and not exists (select from sso_links l where l.workspace_id = i.workspace_id and l.identity_id = i.id)
    and not exists (select from scim_users u where u.workspace_id = i.workspace_id and u.identity_id = i.id);
alter table identities force row level security;
alter table sso_links force row level security;
