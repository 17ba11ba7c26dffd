-- Who is on the team is found by whoever looks after it, as people of customers are (0421).
create function app.index_member() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app set gin_pending_list_limit = 512
as $$ begin
  insert into public.search_entries as e (workspace_id, kind, object_id, of_id, audience, title, headings, body, at, words)
    values (new.workspace_id, 'member', new.id, new.id, 'member', new.name, new.email::text, new.title, new.created_at,
      app.as_words('', new.name, 'A') || app.as_words('', new.email::text || ' ' || translate(new.email::text, '@._+-', '     '), 'B')
        || app.as_words('', new.title, 'D'))
    on conflict (workspace_id, kind, object_id, locale) do update
      set title = excluded.title, headings = excluded.headings, body = excluded.body, words = excluded.words;
  return null;
end $$;
revoke execute on function app.index_member() from public;
create trigger index_new after insert on members for each row execute function app.index_member();
create trigger index_again after update of name, email, title on members
  for each row when (row(old.name, old.email, old.title) is distinct from row(new.name, new.email, new.title))
  execute function app.index_member();
create trigger unindex after delete on members for each row execute function app.unindex('member');

-- As in 0428; whoever looks after the team reaches all of it, whichever customers they see.
create or replace function app.search_wall(kind text) returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when kind = 'article' then 'false'
    when kind = 'member' then (app.is_team() and app.has_right('members.manage'))::text
    when app.sees_all() then 'true'
    when app.is_team() then format('e.account_id = any (%L::uuid[])', app.assigned())
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

insert into search_entries (workspace_id, kind, object_id, of_id, audience, title, headings, body, at, words)
  select workspace_id, 'member', id, id, 'member', name, email::text, title, created_at,
    app.as_words('', name, 'A') || app.as_words('', email::text || ' ' || translate(email::text, '@._+-', '     '), 'B')
      || app.as_words('', title, 'D')
  from members;
