-- The logos of a workspace. `brand` names them by address and version; here is what is at that address. They are small, and
-- beside the row they belong to a backup has both or neither. Everybody on the portal's host may see them, before any
-- sign-in; only the system puts one there, after it was looked through.
create table brand_pictures (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  mode text not null check (mode in ('light', 'dark')),
  -- The beginning of the content's SHA-256: a new picture has a new address.
  version text not null check (version ~ '^[0-9a-f]{16}$'),
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
  content bytea not null check (octet_length(content) between 1 and 1048576),
  set_at timestamptz not null default now(),
  primary key (workspace_id, mode)
);
-- Compressed already, or too small for it.
alter table brand_pictures alter column content set storage external;
alter table brand_pictures enable row level security;
alter table brand_pictures force row level security;
create policy wall on brand_pictures for select to portico_runtime using (workspace_id = (select app.workspace()));
create policy wall_write on brand_pictures to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()))
  with check (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, update, delete on brand_pictures to portico_runtime;
