-- Who is the same person is what src/features/privacy/same-person.ts says, and its twin in this function: by the address of their login too.
create or replace function app.files_that_stay(about uuid, wanted uuid[]) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ with recursive them as (
      select c.id, c.identity_id, c.continues_as, c.came_back_from, c.email::text as email,
          (select i.email::text from public.identities i where i.workspace_id = c.workspace_id and i.id = c.identity_id) as login,
          (select i.id from public.identities i where i.workspace_id = c.workspace_id and i.email::text = c.email::text) as known
        from public.contacts c
        where c.workspace_id = app.workspace() and c.id in (select h.contact_id from public.legal_holds h
          where h.workspace_id = app.workspace() and h.released_at is null)
      union
      select c.id, c.identity_id, c.continues_as, c.came_back_from, c.email::text,
          (select i.email::text from public.identities i where i.workspace_id = c.workspace_id and i.id = c.identity_id),
          (select i.id from public.identities i where i.workspace_id = c.workspace_id and i.email::text = c.email::text)
        from them t join public.contacts c on c.workspace_id = app.workspace()
          and (c.identity_id = t.identity_id or c.continues_as = t.id or c.id = t.continues_as
            or c.came_back_from = t.id or c.id = t.came_back_from
            or c.email::text = t.email and (c.identity_id is null or t.identity_id is null)
            or c.email::text = t.login and c.identity_id is null
            or c.identity_id = t.known and t.identity_id is null)
    )
    select v.field_id from public.field_values v
      left join public.tickets k on k.workspace_id = v.workspace_id and k.id = v.ticket_id
    where v.workspace_id = app.workspace() and v.subject_id = about and v.field_id = any (wanted) and v.file_key is not null
      and (app.is_team() or v.account_id = app.account())
      and (coalesce(v.contact_id, k.requester_id) in (select id from them) or exists (select from public.legal_holds h
        where h.workspace_id = v.workspace_id and h.released_at is null and h.contact_id is null
          and (h.account_id is null or h.account_id = v.account_id))) $$;
