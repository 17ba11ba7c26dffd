-- What the team's lists ask of all articles at once: who looks after it and until when, where it is live, what is older than the workspace's own,
-- what is written and not published, whom it helped. Read off the texts that took twenty seconds of 100,000 articles. Triggers keep it, in
-- the transaction of the change; what the clock changes follows with the job that says so (articles.due).
create table article_states (
  workspace_id uuid not null,
  article_id uuid not null,
  -- As the article has them: what one index answers is asked of one table.
  owner_id uuid,
  verified_until timestamptz,
  -- Somebody reads it now, if only the team.
  live boolean not null default false,
  -- Some language was published, or will be.
  published boolean not null default false,
  -- Something is written that was not published.
  drafted boolean not null default false,
  -- The languages it is live in for readers outside the team, and those of them that are older than the workspace's own.
  live_in text[] not null default '{}',
  behind text[] not null default '{}',
  -- Votes on what is live.
  helped int not null default 0,
  missed int not null default 0,
  primary key (workspace_id, article_id),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index article_states_owner on article_states (workspace_id, owner_id, live, verified_until);
create index article_states_unowned on article_states (workspace_id, article_id) where live and owner_id is null;
create index article_states_overdue on article_states (workspace_id, verified_until) where live and verified_until is not null;
create index article_states_drafted on article_states (workspace_id, article_id) where drafted;
create index article_states_languages on article_states (workspace_id, cardinality(live_in), article_id) where live_in <> '{}';
create index article_states_unhelpful on article_states (workspace_id, missed desc, article_id)
  where helped + missed >= 3 and missed >= helped;
alter table article_states enable row level security;
alter table article_states force row level security;
create policy wall on article_states for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
grant select on article_states to portico_runtime;
create policy keeper on article_states to current_user using (true) with check (true);
create policy keeper on article_drafts for select to current_user using (true);
create policy keeper on article_votes for select to current_user using (true);
create trigger viewer_writes_nothing before insert or update or delete on article_states for each statement
  when (coalesce(current_setting('app.viewer', true), '') <> '') execute function app.refuse_viewer();

-- Of two that change one article at once the second looks when the first is done: the rows are locked before anything is read.
create function app.note_articles(ws uuid, ids uuid[]) returns void
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  insert into public.article_states (workspace_id, article_id)
    select a.workspace_id, a.id from public.articles a where a.workspace_id = ws and a.id = any (ids) order by a.id
    on conflict do nothing;
  perform from public.article_states s where s.workspace_id = ws and s.article_id = any (ids) order by s.article_id for update;
  with texts as (
      select t.article_id, t.locale, t.version_id, t.archived_at, v.created_at, l.live, l.live and t.readers <> 'member' as outside,
        max(v.created_at) filter (where l.live and t.readers <> 'member' and t.locale = w.locale) over (partition by t.article_id) as own_at
      from public.article_texts t
        join public.workspaces w on w.id = t.workspace_id
        join public.article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
        cross join lateral (select t.archived_at is null and (t.published_at is not null or t.live_from <= now())
          and coalesce(t.live_until > now(), true) as live) l
      where t.workspace_id = ws and t.article_id = any (ids)),
    said as (
      select article_id, bool_or(live) as live, coalesce(array_agg(locale order by locale) filter (where outside), '{}') as live_in,
        coalesce(array_agg(locale order by locale) filter (where outside and created_at < own_at), '{}') as behind
      from texts group by article_id),
    written as (
      select d.article_id from public.article_drafts d
        left join public.article_texts t on t.workspace_id = d.workspace_id and t.article_id = d.article_id and t.locale = d.locale
      where d.workspace_id = ws and d.article_id = any (ids) and d.revision > coalesce(t.settled, 0) group by d.article_id),
    votes as (
      select t.article_id, count(*) filter (where o.helpful) as helped, count(*) filter (where not o.helpful) as missed
      from texts t join public.article_votes o on o.workspace_id = ws and o.version_id = t.version_id
      where t.archived_at is null group by t.article_id),
    fresh as (
      select a.id as article_id, a.owner_id, a.verified_until, coalesce(said.live, false) as live, said.article_id is not null as published,
        written.article_id is not null as drafted, coalesce(said.live_in, '{}') as live_in, coalesce(said.behind, '{}') as behind,
        coalesce(votes.helped, 0)::int as helped, coalesce(votes.missed, 0)::int as missed
      from public.articles a left join said on said.article_id = a.id left join written on written.article_id = a.id
        left join votes on votes.article_id = a.id
      where a.workspace_id = ws and a.id = any (ids))
  update public.article_states s set (owner_id, verified_until, live, published, drafted, live_in, behind, helped, missed)
      = (f.owner_id, f.verified_until, f.live, f.published, f.drafted, f.live_in, f.behind, f.helped, f.missed)
    from fresh f where s.workspace_id = ws and s.article_id = f.article_id
      and (s.owner_id, s.verified_until, s.live, s.published, s.drafted, s.live_in, s.behind, s.helped, s.missed)
        is distinct from (f.owner_id, f.verified_until, f.live, f.published, f.drafted, f.live_in, f.behind, f.helped, f.missed);
end $$;
revoke execute on function app.note_articles(uuid, uuid[]) from public;

-- As `app.index_articles`: a statement is looked at and not each row.
create function app.note_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare one record;
begin
  if tg_op = 'DELETE' then
    for one in select t.workspace_id, array_agg(distinct t.article_id) as ids from stale t group by 1 loop
      perform app.note_articles(one.workspace_id, one.ids);
    end loop;
  elsif tg_op = 'UPDATE' and tg_table_name = 'article_texts' then
    for one in select t.workspace_id, array_agg(distinct t.article_id) as ids
      from fresh t join stale s on s.workspace_id = t.workspace_id and s.article_id = t.article_id and s.locale = t.locale
      where (t.version_id, t.live_from, t.live_until, t.published_at, t.archived_at, t.settled, t.readers = 'member')
        is distinct from (s.version_id, s.live_from, s.live_until, s.published_at, s.archived_at, s.settled, s.readers = 'member')
      group by 1 loop
      perform app.note_articles(one.workspace_id, one.ids);
    end loop;
  elsif tg_op = 'UPDATE' and tg_table_name = 'articles' then
    for one in select t.workspace_id, array_agg(t.id) as ids from fresh t join stale s on s.workspace_id = t.workspace_id and s.id = t.id
      where (t.owner_id, t.verified_until) is distinct from (s.owner_id, s.verified_until) group by 1 loop
      perform app.note_articles(one.workspace_id, one.ids);
    end loop;
  else
    for one in select t.workspace_id, array_agg(distinct t.article_id) as ids from fresh t group by 1 loop
      perform app.note_articles(one.workspace_id, one.ids);
    end loop;
  end if;
  return null;
end $$;
revoke execute on function app.note_change() from public;
create trigger note_care after update on articles
  referencing old table as stale new table as fresh for each statement execute function app.note_change();
do $$
declare one text;
begin
  foreach one in array array['article_texts', 'article_drafts', 'article_votes'] loop
    execute format('create trigger note_new after insert on %I
      referencing new table as fresh for each statement execute function app.note_change()', one);
    execute format('create trigger note_again after update on %I
      referencing old table as stale new table as fresh for each statement execute function app.note_change()', one);
    execute format('create trigger note_gone after delete on %I
      referencing old table as stale for each statement execute function app.note_change()', one);
  end loop;
end $$;

-- What is behind is behind the workspace's own language.
create function app.note_language() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  perform app.note_articles(new.id, (select array_agg(a.id) from public.articles a where a.workspace_id = new.id));
  return null;
end $$;
revoke execute on function app.note_language() from public;
create trigger note_language after update of locale on workspaces
  for each row when (old.locale <> new.locale) execute function app.note_language();

-- As in 0523, with what is kept of articles.
create or replace function app.learn_articles() returns void
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  if current_setting('app.kind') not in ('member', 'system') then raise exception 'not theirs' using errcode = '42501'; end if;
  if (select c.reltuples from pg_class c where c.oid = 'public.articles'::regclass) < 1000 then
    analyze public.categories, public.articles, public.article_drafts, public.article_versions, public.article_texts, public.article_pictures,
      public.article_states, public.search_entries;
  end if;
end $$;

select app.note_articles(a.workspace_id, array_agg(a.id)) from articles a group by a.workspace_id;
