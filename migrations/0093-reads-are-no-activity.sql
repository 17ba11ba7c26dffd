-- As in 0030, but for reading: that somebody opened a file is in the log, and nothing has happened with the customer by it.
create or replace function app.touch_accounts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    update public.accounts a set active_at = f.last
      from (select workspace_id, account_id, max(created_at) as last from fresh
        where account_id is not null and kind !~ '_read$' group by workspace_id, account_id) f
      where a.workspace_id = f.workspace_id and a.id = f.account_id and a.active_at < f.last - interval '1 minute';
    return null;
  end $$;
