-- Of a stream's messages nearly all have arrived: what waits is found without reading them.
create index log_deliveries_waiting on log_deliveries (workspace_id, stream_id, id) where state = 'waiting';
