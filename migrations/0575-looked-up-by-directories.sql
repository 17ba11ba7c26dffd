-- Directories look people up by their own key before each change of theirs: not by reading everybody.
create index scim_users_external on scim_users (workspace_id, connection_id, external_id) where deleted_at is null;
