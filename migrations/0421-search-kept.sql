-- How entries come about (0420). Each change of a thing moves its entry, whoever makes it.

create function app.note_words() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  insert into public.search_words (workspace_id, word)
    select distinct f.workspace_id, w.lexeme from fresh f, unnest(f.words) w
    where length(w.lexeme) between 4 and 32 and w.lexeme !~ '[^[:alpha:]]'
      and not exists (select from public.search_words k where k.workspace_id = f.workspace_id and k.word = w.lexeme)
    -- In one order, so that two who bring the same words do not wait for each other.
    order by 1, 2
    on conflict do nothing;
  return null;
end $$;
revoke execute on function app.note_words() from public;
create trigger note_words after insert on search_entries
  referencing new table as fresh for each statement execute function app.note_words();
create trigger note_words_again after update on search_entries
  referencing new table as fresh for each statement execute function app.note_words();

-- What is erased, or gone, is not kept as something to mistype either. Others may use the same words: `app.renew_words` brings those back.
create function app.unlearn(ws uuid, gone tsvector) returns void
  language sql set search_path = pg_catalog, public
  as $$ delete from public.search_words k where k.workspace_id = ws and k.word = any (tsvector_to_array(gone)) $$;
revoke execute on function app.unlearn(uuid, tsvector) from public;

create function app.index_ticket() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  if tg_op = 'INSERT' then
    insert into public.search_entries (workspace_id, kind, object_id, of_id, account_id, person_id, narrowed, audience, room, title, at, words)
      values (new.workspace_id, 'ticket', new.id, new.id, new.account_id, new.requester_id, new.narrowed_at is not null, 'account', 'support',
        new.subject, new.active_at, app.as_words('', new.subject, 'A'))
      on conflict do nothing;
  elsif new.subject is distinct from old.subject or new.erased_at is distinct from old.erased_at then
    perform app.unlearn(e.workspace_id, e.words) from public.search_entries e
      where e.workspace_id = new.workspace_id and e.kind = 'ticket' and e.object_id = new.id;
    update public.search_entries e set title = new.subject, body = '', words = app.as_words('', new.subject, 'A'), at = new.active_at
      where e.workspace_id = new.workspace_id and e.kind = 'ticket' and e.object_id = new.id;
  else
    update public.search_entries e set account_id = new.account_id, person_id = new.requester_id, narrowed = new.narrowed_at is not null,
        at = new.active_at
      where e.workspace_id = new.workspace_id and e.kind = 'ticket' and e.object_id = new.id;
  end if;
  return null;
end $$;
revoke execute on function app.index_ticket() from public;
create trigger index_new after insert on tickets for each row execute function app.index_ticket();
create trigger index_again after update of subject, account_id, requester_id, narrowed_at, active_at, erased_at on tickets
  for each row when (row(old.subject, old.account_id, old.requester_id, old.narrowed_at, old.active_at, old.erased_at)
    is distinct from row(new.subject, new.account_id, new.requester_id, new.narrowed_at, new.active_at, new.erased_at))
  execute function app.index_ticket();

-- A customer that became part of another is found there; one that was put away is found.
create function app.index_account() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare known text := concat_ws(' ', nullif(new.short_name, new.name), nullif(new.reference, ''), nullif(new.website, ''));
begin
  if new.merged_into is not null then
    delete from public.search_entries e where e.workspace_id = new.workspace_id and e.kind = 'account' and e.object_id = new.id;
    return null;
  end if;
  insert into public.search_entries as e (workspace_id, kind, object_id, of_id, account_id, audience, title, headings, body, at, words)
    values (new.workspace_id, 'account', new.id, new.id, new.id, 'member', new.name, known, new.place, new.created_at,
      app.as_words('', new.name, 'A') || app.as_words('', known || ' ' || translate(new.website, '/.:-', '    '), 'B')
        || app.as_words('', new.place, 'D'))
    on conflict (workspace_id, kind, object_id, locale) do update
      set title = excluded.title, headings = excluded.headings, body = excluded.body, words = excluded.words;
  return null;
end $$;
revoke execute on function app.index_account() from public;
create trigger index_new after insert on accounts for each row execute function app.index_account();
create trigger index_again after update of name, short_name, reference, website, place, merged_into on accounts
  for each row when (row(old.name, old.short_name, old.reference, old.website, old.place, old.merged_into)
    is distinct from row(new.name, new.short_name, new.reference, new.website, new.place, new.merged_into))
  execute function app.index_account();

-- Who was merged into another is found as that one; who was forgotten is not found.
create function app.index_contact() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  if new.continues_as is not null or new.forgotten_at is not null then
    perform app.unlearn(e.workspace_id, e.words) from public.search_entries e
      where e.workspace_id = new.workspace_id and e.kind = 'contact' and e.object_id = new.id;
    delete from public.search_entries e where e.workspace_id = new.workspace_id and e.kind = 'contact' and e.object_id = new.id;
    return null;
  end if;
  insert into public.search_entries as e (workspace_id, kind, object_id, of_id, account_id, audience, title, headings, body, at, words)
    values (new.workspace_id, 'contact', new.id, new.id, new.account_id, 'member', new.name, new.email::text, new.title, new.created_at,
      app.as_words('', new.name, 'A') || app.as_words('', new.email::text || ' ' || translate(new.email::text, '@._+-', '     '), 'B')
        || app.as_words('', new.title || ' ' || new.phone, 'D'))
    on conflict (workspace_id, kind, object_id, locale) do update set account_id = excluded.account_id, title = excluded.title,
      headings = excluded.headings, body = excluded.body, words = excluded.words;
  return null;
end $$;
revoke execute on function app.index_contact() from public;
create trigger index_new after insert on contacts for each row execute function app.index_contact();
create trigger index_again after update of account_id, name, email, title, phone, continues_as, forgotten_at on contacts
  for each row when (row(old.account_id, old.name, old.email, old.title, old.phone, old.continues_as, old.forgotten_at)
    is distinct from row(new.account_id, new.name, new.email, new.title, new.phone, new.continues_as, new.forgotten_at))
  execute function app.index_contact();

-- What is gone is not found.
create function app.unindex() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  perform app.unlearn(e.workspace_id, e.words) from public.search_entries e
    where e.workspace_id = old.workspace_id and e.kind = tg_argv[0] and e.object_id = old.id;
  delete from public.search_entries e where e.workspace_id = old.workspace_id and e.kind = tg_argv[0] and e.object_id = old.id;
  return null;
end $$;
revoke execute on function app.unindex() from public;
create trigger unindex after delete on tickets for each row execute function app.unindex('ticket');
create trigger unindex after delete on accounts for each row execute function app.unindex('account');
create trigger unindex after delete on contacts for each row execute function app.unindex('contact');
create trigger unindex after delete on internal_notes for each row execute function app.unindex('note');
-- A note is never written again; the one change there is takes its words away.
create trigger unindex_erased after update of body_html on internal_notes
  for each row when (old.body_html is distinct from new.body_html) execute function app.unindex('note');

-- The words of a thing, by whoever changes it. Whose it is, is not said here: the thing says it. `more` adds to the words that are there;
-- a row holds a megabyte of words, and a thread of long log files stays as findable as it is.
create function app.index_text(thing text, object uuid, language text, heading text, said text, more boolean default false) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare
  ws uuid := app.workspace();
  fresh tsvector := app.as_words(language, heading, 'B') || to_tsvector('app.words'::regconfig, said)
    || strip(to_tsvector(app.words_of_language(language), said));
  n record;
begin
  if app.kind() not in ('contact', 'member', 'system') then raise exception 'nobody writes nothing' using errcode = '42501'; end if;
  if thing = 'note' then
    select * into strict n from public.internal_notes i where i.workspace_id = ws and i.id = object;
    if not app.sees_all() and not coalesce(n.account_id = any (app.assigned()), false) then raise exception 'no such note' using errcode = '42501'; end if;
    insert into public.search_entries (workspace_id, kind, object_id, of_id, account_id, audience, room, body, at, words)
      values (ws, 'note', object, n.ticket_id, n.account_id, 'member', 'support', left(said, 20000), n.created_at, fresh)
      on conflict (workspace_id, kind, object_id, locale) do update set body = excluded.body, words = excluded.words;
    return;
  end if;
  -- One of before the index: it begins here.
  if thing = 'ticket' then
    insert into public.search_entries (workspace_id, kind, object_id, of_id, account_id, person_id, narrowed, audience, room, title, at, words)
      select t.workspace_id, 'ticket', t.id, t.id, t.account_id, t.requester_id, t.narrowed_at is not null, 'account', 'support',
        t.subject, t.active_at, app.as_words('', t.subject, 'A')
      from public.tickets t where t.workspace_id = ws and t.id = object and not exists (select from public.search_entries e
        where e.workspace_id = ws and e.kind = 'ticket' and e.object_id = object and e.locale = '')
      on conflict do nothing;
  end if;
  if not more then
    perform app.unlearn(e.workspace_id, e.words) from public.search_entries e
      where e.workspace_id = ws and e.kind = thing and e.object_id = object and e.locale = '' and e.body <> '';
  end if;
  update public.search_entries e set
      headings = case when heading <> '' then heading else e.headings end,
      body = case when more then left(e.body || E'\n' || said, 20000) else left(said, 20000) end,
      words = case when not more then app.as_words(language, e.title, 'A') || fresh
        when pg_column_size(e.words || ''::tsvector) + pg_column_size(fresh) < 1000000 then e.words || fresh else e.words end
    where e.workspace_id = ws and e.kind = thing and e.object_id = object and e.locale = ''
      and (app.sees_all() or e.account_id = any (app.assigned()) or (e.audience = 'account' and e.account_id = app.account()));
end $$;
revoke execute on function app.index_text(text, uuid, text, text, text, boolean) from public;
grant execute on function app.index_text(text, uuid, text, text, text, boolean) to portico_runtime;

-- The words as they are now: those that nothing has any more go, those that are missing come.
create function app.renew_words() returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare ws uuid := app.workspace();
begin
  if not app.is_system() then raise exception 'only the system renews words' using errcode = '42501'; end if;
  create temporary table there on commit drop as select s.word from
    ts_stat(format('select words from public.search_entries where workspace_id = %L', ws)) s
    where length(s.word) between 4 and 32 and s.word !~ '[^[:alpha:]]';
  delete from public.search_words k where k.workspace_id = ws and not exists (select from there t where t.word = k.word);
  insert into public.search_words select ws, t.word from there t order by 2 on conflict do nothing;
  drop table there;
end $$;
revoke execute on function app.renew_words() from public;
grant execute on function app.renew_words() to portico_runtime;

-- What was there before. Names are few and come in at once; the words of tickets and notes come by a job, a piece at a time.
insert into search_entries (workspace_id, kind, object_id, of_id, account_id, audience, title, headings, body, at, words)
  select workspace_id, 'account', id, id, id, 'member', name,
    concat_ws(' ', nullif(short_name, name), nullif(reference, ''), nullif(website, '')), place, created_at,
    app.as_words('', name, 'A') || app.as_words('', concat_ws(' ', short_name, reference, website, translate(website, '/.:-', '    ')), 'B')
      || app.as_words('', place, 'D')
  from accounts where merged_into is null;
insert into search_entries (workspace_id, kind, object_id, of_id, account_id, audience, title, headings, body, at, words)
  select workspace_id, 'contact', id, id, account_id, 'member', name, email::text, title, created_at,
    app.as_words('', name, 'A') || app.as_words('', email::text || ' ' || translate(email::text, '@._+-', '     '), 'B')
      || app.as_words('', title || ' ' || phone, 'D')
  from contacts where continues_as is null and forgotten_at is null;
insert into search_fills (workspace_id, kind) select distinct workspace_id, 'ticket' from tickets;
do $$
declare one record;
begin
  for one in select workspace_id, kind from search_fills loop
    perform graphile_worker.add_job('search.fill', json_build_object('workspace', one.workspace_id), job_key => 'search.fill:' || one.workspace_id);
  end loop;
end $$;
