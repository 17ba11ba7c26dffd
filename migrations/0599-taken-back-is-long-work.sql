-- As in 0550: taking back an import of many articles takes minutes, too. Looking at a file takes seconds and comes after letters only:
-- whoever handed it over would wait for the imports of everybody else.
create or replace function app.enqueue(task text, payload jsonb, job_key text, run_at timestamptz, max_attempts integer)
  returns void language plpgsql security definer set search_path = pg_catalog, public
as $$
declare long boolean := task in ('imports.run', 'articles.import', 'articles.undo', 'audit.deliver');
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
    priority => case when long or task = 'articles.look' then 10 end);
end $$;

-- When each text was taken back: what went offline at that moment did by that, and not by somebody's wish.
alter table article_import_lines add column undone_at timestamptz;
alter table article_import_lines no force row level security;
alter table article_imports no force row level security;
alter table article_texts no force row level security;
update article_import_lines l set undone_at = t.archived_at
from article_imports i, article_texts t
where l.undone = 'back' and i.workspace_id = l.workspace_id and i.id = l.import_id
  and t.workspace_id = l.workspace_id and t.article_id = l.article_id and t.locale = l.locale
  and t.archived_at between i.undoing_at and coalesce(i.undone_at, now());
alter table article_import_lines force row level security;
alter table article_imports force row level security;
alter table article_texts force row level security;
