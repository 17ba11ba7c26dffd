-- What is opened most is asked for by every reader of the first page: only what was opened at all is in it.
create index search_entries_heft on search_entries (workspace_id, heft desc, object_id) where kind = 'article' and heft > 0;
