-- An account's facts, where it went when two became one, and what a merge has to carry along.
alter table accounts
  add column website text not null default '' check (length(website) <= 200),
  add column phone text not null default '' check (length(phone) <= 40),
  add column place text not null default '' check (length(place) <= 120),
  -- How the business's other systems call this customer; an import finds it by this.
  add column reference text not null default '' check (length(reference) <= 60),
  add column merged_into uuid,
  add foreign key (workspace_id, merged_into) references accounts (workspace_id, id),
  add check (merged_into is null or archived_at is not null);
create unique index accounts_reference on accounts (workspace_id, lower(reference)) where reference <> '';
create index accounts_merged on accounts (workspace_id, merged_into) where merged_into is not null;

-- `closed_with_account_at`: this contact lost access because the account was archived, and gets it back with it.
-- `continues_as`: two rows were one person, or the person works for another account now.
alter table contacts
  add column closed_with_account_at timestamptz,
  add column continues_as uuid,
  add foreign key (workspace_id, continues_as) references contacts (workspace_id, id);
create index contacts_continue on contacts (workspace_id, continues_as) where continues_as is not null;

-- What happened under the old name still belongs to the account that took it over: the log itself is never rewritten.
create policy merged on accounts for select to portico_runtime
  using (workspace_id = (select app.workspace()) and merged_into = (select app.account()));
create policy merged on events for select to portico_runtime
  using (workspace_id = (select app.workspace()) and audience = 'customer' and (select app.account()) is not null
    and account_id in (select a.id from accounts a where a.workspace_id = events.workspace_id
      and a.merged_into = (select app.account())));

-- Rows change their account only in a merge, all at once: until its end nothing points the right way.
do $$
declare k record;
begin
  for k in select c.conname, c.conrelid::regclass as owner from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not c.condeferrable
      and exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'account_id')
  loop
    execute format('alter table %s alter constraint %I deferrable initially immediate', k.owner, k.conname);
  end loop;
end $$;
create policy keeper on contacts for update to current_user using (true) with check (true);
create policy keeper on tickets for update to current_user using (true) with check (true);
create policy keeper on replies to current_user using (true) with check (true);
create policy keeper on internal_notes for update to current_user using (true) with check (true);
create policy keeper on attachments to current_user using (true) with check (true);
create policy keeper on invitations to current_user using (true) with check (true);
create policy keeper on account_members to current_user using (true) with check (true);

-- Writes `into` where `gone` stands, in one column of one table. What would then be there twice goes.
create function app.repoint(owner regclass, column_name name, ws uuid, gone uuid, into_id uuid) returns void
  language plpgsql set search_path = pg_catalog, public
as $$
declare line record;
begin
  execute format('update %s set %I = $3 where workspace_id = $1 and %I = $2', owner, column_name, column_name)
    using ws, gone, into_id;
exception when unique_violation then
  for line in execute format('select ctid as place from %s where workspace_id = $1 and %I = $2', owner, column_name)
    using ws, gone
  loop
    begin
      execute format('update %s set %I = $2 where ctid = $1', owner, column_name) using line.place, into_id;
    exception when unique_violation then
      execute format('delete from %s where ctid = $1', owner) using line.place;
    end;
  end loop;
end $$;
revoke execute on function app.repoint(regclass, name, uuid, uuid, uuid) from public;

-- Everything of one contact becomes another's. Any table that names a contact is found by its foreign key; its row stays,
-- without access, and says where it went.
create function app.merge_contacts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record; old record;
begin
  if not app.is_team() then raise exception 'only the team merges contacts' using errcode = '42501'; end if;
  if gone = stays then raise exception 'a contact cannot become itself' using errcode = '22023'; end if;
  select * into strict old from public.contacts c where c.workspace_id = ws and c.id = gone;
  perform 1 from public.contacts c where c.workspace_id = ws and c.id = stays for update;
  if not found then raise exception 'no such contact' using errcode = 'P0002'; end if;
  set constraints all deferred;
  for k in select c.conrelid::regclass as owner, a.attname as name from pg_constraint c
      cross join lateral unnest(c.conkey, c.confkey) as pair (here, there)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = pair.here
      join pg_attribute o on o.attrelid = c.confrelid and o.attnum = pair.there and o.attname = 'id'
    where c.contype = 'f' and c.confrelid = 'public.contacts'::regclass and c.conrelid <> c.confrelid
  loop
    perform app.repoint(k.owner, k.name, ws, gone, stays);
  end loop;
  update public.contacts c set continues_as = stays where c.workspace_id = ws and c.continues_as = gone;
  update public.contacts c set identity_id = null, disabled_at = coalesce(c.disabled_at, now()), continues_as = stays
    where c.workspace_id = ws and c.id = gone;
  update public.contacts c set identity_id = coalesce(c.identity_id, old.identity_id), phone = coalesce(nullif(c.phone, ''), old.phone),
      title = coalesce(nullif(c.title, ''), old.title), photo = coalesce(c.photo, old.photo)
    where c.workspace_id = ws and c.id = stays;
end $$;

-- Everything of one account becomes another's: each table that has an account in a foreign key. The log stays as it is.
create function app.merge_accounts(gone uuid, stays uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace(); k record;
begin
  if not app.is_team() then raise exception 'only the team merges accounts' using errcode = '42501'; end if;
  if gone = stays then raise exception 'an account cannot become itself' using errcode = '22023'; end if;
  set constraints all deferred;
  for k in select f.id as old, s.id as new from public.contacts f
      join public.contacts s on s.workspace_id = ws and s.account_id = stays and s.email = f.email
    where f.workspace_id = ws and f.account_id = gone and f.continues_as is null
  loop
    perform app.merge_contacts(k.old, k.new);
  end loop;
  update public.contacts c set account_id = stays where c.workspace_id = ws and c.account_id = gone
    and not exists (select from public.contacts s where s.workspace_id = ws and s.account_id = stays and s.email = c.email);
  for k in select distinct c.conrelid::regclass as owner from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname = 'account_id'
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conrelid <> 'public.contacts'::regclass
  loop
    perform app.repoint(k.owner, 'account_id', ws, gone, stays);
  end loop;
end $$;
revoke execute on function app.merge_contacts(uuid, uuid), app.merge_accounts(uuid, uuid) from public;
grant execute on function app.merge_contacts(uuid, uuid), app.merge_accounts(uuid, uuid) to portico_runtime;

-- Quick find, for the team: names and addresses that are like what was typed, though not letter for letter. Ids only.
create function app.similar_people(query text)
  returns table (kind text, id uuid, likeness real)
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare words text := app.folded(query);
begin
  if not app.is_team() or length(words) < 2 then return; end if;
  perform set_config('pg_trgm.word_similarity_threshold', '0.45', true);
  return query
    (select 'account', a.id, word_similarity(words, a.sort_name) as likeness from public.accounts a
      where a.workspace_id = app.workspace() and words <% a.sort_name order by likeness desc, a.sort_name limit 20)
    union all
    (select 'contact', c.id, word_similarity(words, app.folded(c.name || ' ' || c.email::text)) as likeness from public.contacts c
      where c.workspace_id = app.workspace() and c.continues_as is null
        and words <% app.folded(c.name || ' ' || c.email::text) order by likeness desc, c.name limit 20);
end $$;
revoke execute on function app.similar_people(text) from public;
grant execute on function app.similar_people(text) to portico_runtime;

-- Which mail carried an invitation, and, for the team, what became of it: nothing else of the mail.
alter table invitations add column mail_id uuid;
create policy delivery on mails for select to current_user using (true);
create function app.invitation_mails(account uuid)
  returns table (contact_id uuid, state text, response text, sent_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, app
  as $$ select distinct on (i.contact_id) i.contact_id, m.state, m.last_response, m.sent_at
    from public.invitations i join public.mails m on m.workspace_id = i.workspace_id and m.id = i.mail_id
    where app.is_team() and i.workspace_id = app.workspace() and i.account_id = account and i.revoked_at is null
    order by i.contact_id, i.created_at desc $$;
revoke execute on function app.invitation_mails(uuid) from public;
grant execute on function app.invitation_mails(uuid) to portico_runtime;
