-- An invitation is also taken back by whoever manages contacts: they send its reader away, move them or give them another address.
alter policy wall_update on invitations
  with check (workspace_id = (select app.workspace()) and (
    ((select app.is_team()) and ((select app.has_right('contacts.invite')) or (select app.has_right('contacts.manage')))
      and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
    or (account_id = (select app.account()) and (select app.has_right('colleagues.manage')))));
