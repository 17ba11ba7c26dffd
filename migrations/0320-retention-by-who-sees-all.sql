-- As in 0190; and the rules for how long things stay are written by who sees everything, because they are about everything.
alter policy wall_write on retention_rules
  using (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('data.erase')))
  with check (workspace_id = (select app.workspace()) and (select app.sees_all()) and (select app.has_right('data.erase')));
