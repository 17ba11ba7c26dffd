-- What was looked for in vain, as work for authors: which article was opened, so that use counts; and which words are done with.
alter table searches add column opened_id uuid;
alter table searches add constraint searches_opened_id check ((opened_id is not null) <= (opened = 'article'));
create index searches_opened on searches (workspace_id, opened_id, at) where opened_id is not null;
create index searches_asked on searches (workspace_id, asked, locale, at);

-- Words that nobody has to look at any more: an article is being written about them, or they are none.
create table searches_settled (
  workspace_id uuid not null references workspaces (id) on delete cascade,
  id uuid not null,
  asked text not null check (length(asked) between 2 and 100),
  locale text not null check (length(locale) between 2 and 10),
  article_id uuid,
  at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, asked, locale),
  foreign key (workspace_id, article_id) references articles (workspace_id, id) on delete cascade
);
create index searches_settled_article on searches_settled (workspace_id, article_id);
alter table searches_settled enable row level security;
alter table searches_settled force row level security;
create policy wall on searches_settled for select to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team()));
create policy wall_insert on searches_settled for insert to portico_runtime
  with check (workspace_id = (select app.workspace()) and (select app.has_right('articles.write')));
create policy wall_forget on searches_settled for delete to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_system()));
grant select, insert, delete on searches_settled to portico_runtime;
create trigger viewer_writes_nothing before insert or update or delete on searches_settled for each statement
  when (coalesce(current_setting('app.viewer', true), '') <> '') execute function app.refuse_viewer();

-- How much an article is used: how often somebody opened it from a search, this quarter.
create policy keeper on searches for select to current_user using (true);
create function app.renew_use() returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace();
begin
  if not app.is_system() then raise exception 'only the system counts use' using errcode = '42501'; end if;
  update public.search_entries e set heft = u.n
  from (select a.object_id, a.locale, (select count(*) from public.searches s where s.workspace_id = ws and s.opened_id = a.object_id
      and s.at > now() - interval '90 days')::int as n
    from public.search_entries a where a.workspace_id = ws and a.kind = 'article'
      and (a.heft > 0 or exists (select from public.searches s where s.workspace_id = ws and s.opened_id = a.object_id))) u
  where e.workspace_id = ws and e.kind = 'article' and e.object_id = u.object_id and e.locale = u.locale and e.heft <> u.n;
end $$;
revoke execute on function app.renew_use() from public;
grant execute on function app.renew_use() to portico_runtime;
