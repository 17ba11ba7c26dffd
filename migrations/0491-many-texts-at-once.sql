-- What many texts at once cost beside themselves: a seed, an import, a table that is brought in.

-- As in 0421: a word is looked at once for a statement, and not once for each text that it is in.
create or replace function app.note_words() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  insert into public.search_words (workspace_id, word)
    select u.workspace_id, u.word
    -- Grouped where nothing asks for an order, so by hashing: sorted are the few that are new.
    from (select f.workspace_id, w.lexeme as word from fresh f, unnest(f.words) w group by 1, 2 offset 0) u
    where length(u.word) between 4 and 32 and u.word !~ '[^[:alpha:]]'
      and not exists (select from public.search_words k where k.workspace_id = u.workspace_id and k.word = u.word)
    -- In one order, so that two who bring the same words do not wait for each other.
    order by 1, 2
    on conflict do nothing;
  return null;
end $$;

-- As in 0424: what has its words already (a seed brings them first) is not made again to be thrown away. Its kind is no constant, as in 0426.
create or replace function app.index_articles() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare one record;
begin
  if tg_op = 'INSERT' then
    insert into public.search_entries (workspace_id, kind, object_id, locale, of_id, audience, gates, topic_id, live_from, live_until,
        title, at, words)
      select t.workspace_id, 'article', t.article_id, t.locale, t.article_id, t.readers, t.gates, a.category_id, t.live_from, t.live_until,
        v.title, greatest(v.created_at, t.live_from), app.as_words(t.locale, v.title, 'A')
      from fresh t join public.article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
        join public.articles a on a.workspace_id = t.workspace_id and a.id = t.article_id
      where t.archived_at is null and not exists (select from public.search_entries e where e.workspace_id = t.workspace_id
        and e.kind = (select 'article'::text) and e.object_id = t.article_id and e.locale = t.locale)
      on conflict do nothing;
  else
    delete from public.search_entries e using stale t
      where e.workspace_id = t.workspace_id and e.kind = 'article' and e.object_id = t.article_id and e.locale = t.locale
        and not exists (select from public.article_texts n where n.workspace_id = t.workspace_id and n.article_id = t.article_id
          and n.locale = t.locale and n.archived_at is null);
  end if;
  if tg_op = 'UPDATE' then
    insert into public.search_entries as e (workspace_id, kind, object_id, locale, of_id, audience, gates, topic_id, live_from, live_until,
        title, at, words)
      select t.workspace_id, 'article', t.article_id, t.locale, t.article_id, t.readers, t.gates, a.category_id, t.live_from, t.live_until,
        v.title, greatest(v.created_at, t.live_from), app.as_words(t.locale, v.title, 'A')
      from fresh t join stale s on s.workspace_id = t.workspace_id and s.article_id = t.article_id and s.locale = t.locale
        join public.article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
        join public.articles a on a.workspace_id = t.workspace_id and a.id = t.article_id
      where t.archived_at is null and (t.version_id <> s.version_id or s.archived_at is not null)
      on conflict (workspace_id, kind, object_id, locale) do update set audience = excluded.audience, gates = excluded.gates,
        live_from = excluded.live_from, live_until = excluded.live_until, at = excluded.at, title = excluded.title, headings = '', body = '',
        words = excluded.words;
    update public.search_entries e set audience = t.readers, gates = t.gates, live_from = t.live_from, live_until = t.live_until
      from fresh t
      where e.workspace_id = t.workspace_id and e.kind = 'article' and e.object_id = t.article_id and e.locale = t.locale
        and (e.audience, e.gates, e.live_from, e.live_until) is distinct from (t.readers, t.gates, t.live_from, t.live_until);
    for one in select t.workspace_id, array_agg(t.article_id) as ids from fresh t group by 1 loop
      perform app.index_beside(one.workspace_id, one.ids);
    end loop;
  elsif tg_op = 'INSERT' then
    for one in select t.workspace_id, array_agg(t.article_id) as ids from fresh t group by 1 loop
      perform app.index_beside(one.workspace_id, one.ids);
    end loop;
  else
    for one in select t.workspace_id, array_agg(t.article_id) as ids from stale t group by 1 loop
      perform app.index_beside(one.workspace_id, one.ids);
    end loop;
  end if;
  return null;
end $$;

-- As in 0421, likewise.
create or replace function app.index_ticket() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$ begin
  if tg_op = 'INSERT' then
    if exists (select from public.search_entries e where e.workspace_id = new.workspace_id and e.kind = (select 'ticket'::text)
      and e.object_id = new.id and e.locale = '') then return null; end if;
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
