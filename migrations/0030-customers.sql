-- The team's list of customers: in the order of what happened last or by name, found by name, person or address.
create extension if not exists pg_trgm;

-- As people look for words: small letters, no accents. Immutable as long as unaccent's rules are the shipped ones.
create function app.folded(words text) returns text language sql immutable strict parallel safe
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, words)) $$;

-- When something last happened with this customer, to the minute; app.touch_accounts keeps it.
alter table accounts
  add column active_at timestamptz not null default now(),
  add column sort_name text generated always as (app.folded(name)) stored;
update accounts set active_at = created_at;
create index accounts_sort_name on accounts (workspace_id, sort_name, id);
create index accounts_active on accounts (workspace_id, active_at desc, id desc);
create index accounts_search on accounts using gin (sort_name gin_trgm_ops);
create index contacts_search on contacts using gin (app.folded(name || ' ' || email::text) gin_trgm_ops);
drop index accounts_name;
create policy operator on accounts to current_user using (true) with check (true);
create policy operator on contacts for select to current_user using (true);

-- An imported or seeded customer was last active when it became one, not when it was imported.
create function app.start_account() returns trigger language plpgsql set search_path = pg_catalog
  as $$ begin
    new.active_at := new.created_at;
    return new;
  end $$;
create trigger start before insert on accounts for each row execute function app.start_account();

-- Every event of a customer is activity. A contact may not write its account's row, so this does, and only this column.
-- A busy account is written once a minute: its row is no place where many writers wait for each other.
create function app.touch_accounts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
  as $$ begin
    update public.accounts a set active_at = f.last
      from (select workspace_id, account_id, max(created_at) as last from fresh
        where account_id is not null group by workspace_id, account_id) f
      where a.workspace_id = f.workspace_id and a.id = f.account_id and a.active_at < f.last - interval '1 minute';
    return null;
  end $$;
revoke execute on function app.touch_accounts() from public;
create trigger touch_accounts after insert on events
  referencing new table as fresh for each statement execute function app.touch_accounts();

-- The customers a search means, for the team. As in app.matching_tickets, ids by the same walls; the rows are read
-- through the policies.
create function app.matching_accounts(query text)
  returns table (account_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, public, app
  as $$
    declare pattern text := '%' || regexp_replace(app.folded(query), '([\\%_])', '\\\1', 'g') || '%';
    begin
      if not app.is_team() then return; end if;
      return query
        (select a.id from public.accounts a
          where a.workspace_id = app.workspace() and a.sort_name like pattern limit 1000)
        union
        (select c.account_id from public.contacts c
          where c.workspace_id = app.workspace() and app.folded(c.name || ' ' || c.email::text) like pattern limit 1000);
    end $$;
revoke execute on function app.matching_accounts(text) from public;
grant execute on function app.matching_accounts(text) to portico_runtime;

-- Which customers wait for an answer.
create index tickets_ours on tickets (workspace_id, account_id) where waiting_since is not null;
