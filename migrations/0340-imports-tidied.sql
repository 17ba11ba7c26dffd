-- A list of customers holds their people's names and addresses. One that was only looked at is thrown away by whoever took it in, or by the
-- night; the wall of 0104 says who. Its marks go with it by their key.
grant delete on imports to portico_runtime;
create index imports_by_age on imports (workspace_id, created_at);
