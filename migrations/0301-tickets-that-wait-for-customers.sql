-- The number beside "Tickets" on each page of a customer, and what their home asks of them first.
create index tickets_account_pending on tickets (workspace_id, account_id, active_at) where status = 'pending';
