-- Each minute, and for each message, what still waits is asked for: one row of the half a million that a receiver is sent in a year.
create index log_deliveries_waiting on log_deliveries (workspace_id, stream_id, id) where state = 'waiting';
