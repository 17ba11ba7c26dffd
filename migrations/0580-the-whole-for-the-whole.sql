-- A member limited to some customers has no hand in what is of all of them: the log sent elsewhere, and who signs in as whom.
alter policy wall on log_streams
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see'))
    and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see'))
    and (select app.sees_all()));
alter policy wall on log_deliveries
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see'))
    and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see'))
    and (select app.sees_all()));

alter policy wall_write on sso_connections
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()));
alter policy wall_write on sso_domains
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()));
alter policy wall on sso_group_roles
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()));
alter policy wall on scim_tokens
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')) and (select app.sees_all()));
