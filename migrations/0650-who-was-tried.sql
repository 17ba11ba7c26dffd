-- Who was it that somebody could not sign in as? Asked of the log by person, in however long a log.
create index events_tried on events (workspace_id, (data ->> 'identity'), id desc) where kind = 'identity.sign_in_failed';
