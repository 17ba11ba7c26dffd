-- The operator's overview counts the mails of seven days of all workspaces: the other indexes of mails begin with one.
create index mails_created on mails (created_at);
