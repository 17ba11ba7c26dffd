-- A customer that was put away has nobody who may come in, whoever brings them: a move, an invitation, a directory, access that is given back. Who
-- puts a customer away holds its row, so that both at once are one after the other; who comes second is told 40001: a form is done once more as
-- a whole, and finds the customer put away.
create policy keeper_update on accounts for update to current_user using (true);

create function app.at_open_account() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare
  put_away timestamptz;
begin
  select a.archived_at into put_away from public.accounts a
    where a.workspace_id = new.workspace_id and a.id = new.account_id for key share;
  if put_away is not null then
    raise exception 'this customer was put away' using errcode = '40001';
  end if;
  return new;
end $$;

create trigger at_open_account before insert or update of account_id, disabled_at, identity_id on contacts
  for each row when (new.disabled_at is null and new.continues_as is null) execute function app.at_open_account();
