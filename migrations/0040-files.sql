-- Which of these contents no row speaks of: left by a transaction that was rolled back after its file had been kept.
create policy operator on attachments for select to current_user using (true);
create index attachments_storage_key on attachments (storage_key);
create function app.unknown_files(keys text[]) returns setof text
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select k from unnest(keys) k where not exists (select from public.attachments a where a.storage_key = k) $$;
revoke execute on function app.unknown_files(text[]) from public;
grant execute on function app.unknown_files(text[]) to portico_runtime;
