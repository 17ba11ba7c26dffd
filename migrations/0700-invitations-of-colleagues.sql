-- Who looks after the people of a customer sees what became of the invitations there, too: the mail itself stays the system's.
create or replace function app.invitation_mails(account uuid)
  returns table (contact_id uuid, state text, response text, sent_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select distinct on (i.contact_id) i.contact_id, m.state, case when app.is_team() then m.last_response end, m.sent_at
    from public.invitations i join public.mails m on m.workspace_id = i.workspace_id and m.id = i.mail_id
    where (app.sees_all() or account = any (app.assigned()) or (account = app.account() and app.has_right('colleagues.manage')))
      and i.workspace_id = app.workspace() and i.account_id = account and i.revoked_at is null
    order by i.contact_id, i.created_at desc $$;
