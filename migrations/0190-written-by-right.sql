-- What only some of the team may change is refused to the others by the database as well: sign-in with a provider, directories,
-- holds, retention and the streams of the log. What is a secret, or tells of one, is not read by them either.
alter policy wall_write on sso_connections
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')));
alter policy wall_write on sso_domains
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')));
alter policy wall on sso_group_roles
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')));
alter policy wall on scim_tokens
  using (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('sign_in.manage')));

alter policy wall on log_streams
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see')));
alter policy wall on log_deliveries
  using (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('settings.manage')) and (select app.has_right('audit.see')));

-- The whole team sees that something is held: it is why they cannot merge or erase it.
drop policy wall on legal_holds;
create policy wall on legal_holds for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on legal_holds to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')));
drop policy wall on retention_rules;
create policy wall on retention_rules for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_write on retention_rules to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('data.erase')));

-- A customer's wish to change a field is decided by who may decide it; who asked still sees it.
drop policy wall on field_changes;
create policy wall on field_changes for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team())
    and exists (select from accounts a where a.workspace_id = field_changes.workspace_id and a.id = field_changes.account_id));
create policy wall_write on field_changes to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.has_right('customers.manage'))
    and exists (select from accounts a where a.workspace_id = field_changes.workspace_id and a.id = field_changes.account_id))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('customers.manage')));
