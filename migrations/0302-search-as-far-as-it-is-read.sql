-- As in 0200, by the same walls, and no further than the page that asks: of a word that is in thousands of tickets the newest are found by
-- walking through them in order, of a rare one by its index. Which of the two it is depends on the word and on how much the reader sees,
-- so each search is planned anew, with the walls that are theirs: a wall that hides nothing from them must not look like a narrow one.
-- `before_at` and `before_id` are where the last page ended.
drop function app.matching_tickets(text);
create function app.matching_tickets(query text, most int default 500, before_at timestamptz default null, before_id uuid default null)
  returns table (ticket_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app
  as $$
declare
  tickets_wall text := case when app.sees_all() then 'true'
    when app.is_team() then 't.account_id = any ((select app.assigned())::uuid[])'
    else 't.account_id = app.account() and (t.requester_id = app.person()
      or (app.colleagues() = ''all'' and t.narrowed_at is null) or t.id = any ((select app.named_tickets())::uuid[]))' end;
  notes_wall text := case when app.sees_all() then 'true'
    when app.is_team() then 'n.account_id = any ((select app.assigned())::uuid[])'
    else 'false' end;
  page text := case when before_at is null then 'true' else '(t.active_at, t.id) < ($2, $3)' end;
begin
  return query execute format($q$
    (select t.id from public.tickets t where t.workspace_id = app.workspace() and t.words @@ $1 and (%s) and %s
      order by t.active_at desc, t.id desc limit %s)
    union
    (select n.ticket_id from public.internal_notes n where n.workspace_id = app.workspace() and n.words @@ $1 and (%s) limit 500)$q$,
    tickets_wall, page, least(greatest(most, 1), 500), notes_wall)
    using to_tsquery('app.words', query), before_at, before_id;
end $$;
revoke execute on function app.matching_tickets(text, int, timestamptz, uuid) from public;
grant execute on function app.matching_tickets(text, int, timestamptz, uuid) to portico_runtime;
