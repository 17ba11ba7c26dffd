-- As in 0190; and a hold is placed and ended by who reaches whom it is about, one over everything by who reaches all. The accounts and
-- contacts asked here have their own walls.
drop policy wall_write on legal_holds;
create policy wall_write on legal_holds to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')) and ((select app.sees_all())
    or exists (select from accounts a where a.workspace_id = legal_holds.workspace_id and a.id = legal_holds.account_id)
    or exists (select from contacts c where c.workspace_id = legal_holds.workspace_id and c.id = legal_holds.contact_id)))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')) and ((select app.sees_all())
    or exists (select from accounts a where a.workspace_id = legal_holds.workspace_id and a.id = legal_holds.account_id)
    or exists (select from contacts c where c.workspace_id = legal_holds.workspace_id and c.id = legal_holds.contact_id)));
