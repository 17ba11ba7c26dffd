-- A hold is placed and ended by whoever reaches what is held; one over everything, and the rules for how long things stay, are for
-- those who see everything. Until now the right alone was asked (0190).
alter policy wall_write on legal_holds
  using (workspace_id = (select app.workspace()) and (select app.has_right('data.erase'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])
      or exists (select from contacts c where c.workspace_id = legal_holds.workspace_id and c.id = legal_holds.contact_id)))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('data.erase'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])
      or exists (select from contacts c where c.workspace_id = legal_holds.workspace_id and c.id = legal_holds.contact_id)));
alter policy wall_write on retention_rules
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('data.erase')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('data.erase')));
