-- The log of what directories and whoever runs the server have done is found among all the rest.
create index events_by_machines on events (workspace_id, method, id desc) where method in ('directory', 'command');
