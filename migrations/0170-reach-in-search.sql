-- What 0100 brought asks how far a member's role reaches, and for its right.

create or replace function app.similar_people(query text)
  returns table (kind text, id uuid, likeness real)
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare words text := app.folded(query);
begin
  if not app.is_team() or length(words) < 2 then return; end if;
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  return query
    (select 'account', a.id, word_similarity(words, a.sort_name) as likeness from public.accounts a
      where a.workspace_id = app.workspace() and words <% a.sort_name and (app.sees_all() or a.id = any (app.assigned()))
      order by likeness desc, a.sort_name limit 20)
    union all
    (select 'contact', c.id, word_similarity(words, app.folded(c.name || ' ' || c.email::text)) as likeness from public.contacts c
      where c.workspace_id = app.workspace() and c.continues_as is null
        and words <% app.folded(c.name || ' ' || c.email::text) and (app.sees_all() or c.account_id = any (app.assigned()))
      order by likeness desc, c.name limit 20);
end $$;

create or replace function app.invitation_mails(account uuid)
  returns table (contact_id uuid, state text, response text, sent_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select distinct on (i.contact_id) i.contact_id, m.state, m.last_response, m.sent_at
    from public.invitations i join public.mails m on m.workspace_id = i.workspace_id and m.id = i.mail_id
    where (app.sees_all() or account = any (app.assigned())) and i.workspace_id = app.workspace() and i.account_id = account
      and i.revoked_at is null
    order by i.contact_id, i.created_at desc $$;

drop policy wall on invitation_batches;
create policy wall on invitation_batches to portico_runtime
  using (workspace_id = (select app.workspace()) and (select app.is_team())
    and ((select app.sees_all()) or made_by = (select app.person())))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('contacts.invite')));
drop policy wall on invitation_batch_people;
create policy wall on invitation_batch_people to portico_runtime
  using (workspace_id = (select app.workspace()) and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])))
  with check (workspace_id = (select app.workspace()) and (select app.has_right('contacts.invite'))
    and ((select app.sees_all()) or account_id = any ((select app.assigned())::uuid[])));
