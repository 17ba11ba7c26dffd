-- A sign-in link belongs to one identity: it dies with it, and when another address or a new password makes it unsafe.
-- `agent` is the browser that asked, shown to whoever opens the link.
alter table verifications
  add column identity_id uuid,
  add column agent text,
  add constraint verifications_identity foreign key (workspace_id, identity_id)
    references identities (workspace_id, id) on delete cascade;
create index verifications_of_identity on verifications (workspace_id, identity_id) where identity_id is not null;
