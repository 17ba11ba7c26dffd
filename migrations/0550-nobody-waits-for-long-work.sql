-- Work that takes minutes (an import, a receiver of the audit log that is slow) comes after what somebody waits for, such as a letter with a link, and
-- has two places at most, whoever it is for: with its own place in the queue for each business four of them would take all there are.
create or replace function app.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer)
  returns void language plpgsql security definer set search_path = pg_catalog, public
as $$
declare long boolean := task in ('imports.run', 'articles.import', 'audit.deliver');
begin
  if payload ->> 'workspace' is distinct from current_setting('app.workspace') then
    raise exception 'a job must name the workspace of its transaction' using errcode = '42501';
  end if;
  if coalesce(current_setting('app.viewer', true), '') <> '' then
    raise exception 'whoever looks at the portal as somebody else sends nothing' using errcode = '42501';
  end if;
  perform graphile_worker.add_job(task, payload::json, run_at => run_at, job_key => job_key,
    max_attempts => coalesce(max_attempts, 25),
    queue_name => case when long then 'long ' || mod(abs(hashtext(payload ->> 'workspace')::bigint), 2) end,
    priority => case when long then 10 end);
end $$;

-- The language in which its numbers were looked at: they are brought in as they were shown.
alter table imports add column locale text check (locale in ('en', 'de'));

-- Whoever has joined since stays, with what they have filled in.
create or replace function app.undo_import(wanted uuid) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); m record; stayed integer := 0;
begin
  if not app.is_team() or not app.has_right('customers.manage') or not app.sees_all() then
    raise exception 'only who manages customers undoes an import' using errcode = '42501';
  end if;
  for m in select * from public.import_marks i where i.workspace_id = ws and i.import_id = wanted and i.made order by i.kind desc
  loop
    if m.kind = 'contact' and exists (select from public.contacts c
      where c.workspace_id = ws and c.id = m.subject_id and c.identity_id is not null)
    then
      stayed := stayed + 1;
      continue;
    end if;
    begin
      delete from public.field_values v where v.workspace_id = ws and v.subject_id = m.subject_id;
      if m.kind = 'contact' then
        delete from public.contacts c where c.workspace_id = ws and c.id = m.subject_id and c.identity_id is null;
      else
        delete from public.account_members a where a.workspace_id = ws and a.account_id = m.subject_id;
        delete from public.accounts a where a.workspace_id = ws and a.id = m.subject_id;
      end if;
      if not found then stayed := stayed + 1; end if;
    exception when foreign_key_violation then
      stayed := stayed + 1;
    end;
  end loop;
  return stayed;
end $$;
