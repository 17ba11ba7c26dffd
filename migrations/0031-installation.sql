-- What the people who run this installation see: figures about every workspace, the content of none. Both functions
-- answer only in the installation's own workspace and only to its team; elsewhere they have no rows.
create policy operator on mails for select to current_user using (true);
create policy operator on counters for select to current_user using (true);

create function app.runs_installation() returns boolean
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select app.is_team() and exists (
    select from public.workspaces w where w.id = app.workspace() and w.is_installation) $$;

create function app.installation_workspaces()
  returns table (id uuid, name text, hosts text[], accounts bigint, contacts bigint, tickets bigint, active_at timestamptz,
    created_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public
  as $$ select w.id, w.name,
      array(select p.host from public.portals p where p.workspace_id = w.id order by p.is_primary desc, p.host),
      (select count(*) from public.accounts a where a.workspace_id = w.id and a.archived_at is null),
      (select count(*) from public.contacts c where c.workspace_id = w.id and c.disabled_at is null),
      -- Ticket numbers are given out by this counter, so it knows how many there are without counting them.
      coalesce((select n.value from public.counters n where n.workspace_id = w.id and n.name = 'ticket'), 0),
      (select max(a.active_at) from public.accounts a where a.workspace_id = w.id),
      w.created_at
    from public.workspaces w
    where app.runs_installation() and not w.is_installation
    order by w.created_at, w.id $$;

create function app.installation_health()
  returns table (database_version text, database_bytes bigint, connections integer, jobs_waiting bigint, jobs_running bigint,
    jobs_late bigint, jobs_failed bigint, workers bigint, mails_queued bigint, mails_sent bigint, mails_kept bigint, mails_failed bigint)
  language plpgsql stable security definer set search_path = pg_catalog, public
  as $$ begin
    if not app.runs_installation() then return; end if;
    return query select current_setting('server_version'),
      pg_database_size(current_database()),
      (select count(*)::integer from pg_stat_activity s where s.datname = current_database()),
      j.waiting, j.running, j.late, j.failed,
      (select count(*) from public.job_workers k where k.seen_at > now() - interval '30 seconds'),
      m.queued, m.sent, m.kept, m.failed
    from (select count(*) filter (where jobs.locked_at is null and jobs.attempts < jobs.max_attempts) as waiting,
        count(*) filter (where jobs.locked_at is not null) as running,
        count(*) filter (where jobs.locked_at is null and jobs.attempts < jobs.max_attempts
          and jobs.run_at < now() - interval '1 minute') as late,
        count(*) filter (where jobs.locked_at is null and jobs.attempts >= jobs.max_attempts) as failed
      from graphile_worker.jobs) j,
      (select count(*) filter (where mails.state = 'queued') as queued, count(*) filter (where mails.state = 'sent') as sent,
        count(*) filter (where mails.state = 'kept') as kept, count(*) filter (where mails.state = 'failed') as failed
      from public.mails where mails.created_at > now() - interval '7 days') m;
  end $$;

revoke execute on function app.runs_installation(), app.installation_workspaces(), app.installation_health() from public;
grant execute on function app.runs_installation(), app.installation_workspaces(), app.installation_health() to portico_runtime;
