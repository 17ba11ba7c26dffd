-- The page a notification leads to, without the place on it: whoever opens that page has read the notification.
alter table notifications
  add column path text not null generated always as (split_part(split_part(url, '#', 1), '?', 1)) stored;
create index notifications_unread_path on notifications (workspace_id, identity_id, path) where read_at is null;
-- Old ones that were read are thrown away.
create index notifications_old on notifications (workspace_id, read_at) where read_at is not null;
grant delete on notifications to portico_runtime;
