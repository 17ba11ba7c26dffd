-- As in 0599, but what streams the audit log has a place of its own: an import of an hour held it back as long. It is one place for all
-- businesses: a delivery ends with the first message that does not arrive, and letters keep one of the four places of a process.
create or replace function app.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer)
  returns void language plpgsql security definer set search_path = pg_catalog, public
as $$
declare long boolean := task in ('imports.run', 'articles.import', 'articles.undo');
begin
  if payload ->> 'workspace' is distinct from current_setting('app.workspace') then
    raise exception 'a job must name the workspace of its transaction' using errcode = '42501';
  end if;
  if coalesce(current_setting('app.viewer', true), '') <> '' then
    raise exception 'whoever looks at the portal as somebody else sends nothing' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(task, payload::json, run_at => run_at, job_key => job_key,
    max_attempts => coalesce(max_attempts, 25),
    queue_name => case
      when long then 'long ' || mod(abs(hashtext(payload ->> 'workspace')::bigint), 2)
      when task = 'audit.deliver' then 'log'
    end,
    priority => case when long or task in ('articles.look', 'audit.deliver') then 10 end);
end $$;
