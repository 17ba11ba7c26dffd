-- Articles in the one index (0051): a row for each language that is not put away. Who reads it, and from when until when, follows its text
-- by triggers, so a wall that moves moves here in the same transaction; an embargo holds and ends by the clock alone.
alter table search_entries
  -- Of an article: which gates have all to be open, its category, from when and until when.
  add column gates text[] not null default '{}',
  add column topic_id uuid,
  add column live_from timestamptz,
  add column live_until timestamptz,
  -- The other languages it is live in, and whether it is this one that readers of a language it is not there in are given.
  add column beside text[] not null default '{}',
  add column stands_in boolean not null default false;

alter policy wall on search_entries using (workspace_id = (select app.workspace()) and ((select app.sees_all())
    or account_id = any ((select app.assigned())::uuid[])
    or (account_id is null and (select app.is_team()))
    or (audience = 'account' and account_id = (select app.account()) and (person_id = (select app.person())
      or ((select app.colleagues()) = 'all' and not narrowed)
      or of_id = any ((select app.named_tickets())::uuid[])))
    or (audience = any ((select app.readable())::text[]) and gates <@ (select app.open_gates())::text[]
      and live_from <= now() and coalesce(live_until > now(), true))));

create policy keeper on articles for select to current_user using (true);
create policy keeper on article_texts for select to current_user using (true);
create policy keeper on article_versions for select to current_user using (true);

-- Which languages each of these articles has, said to each of its rows: the workspace's own stands in, else the first, as on its page.
create function app.index_beside(ws uuid, articles uuid[]) returns void
  language sql set search_path = pg_catalog, public
  as $$
    with own as (select w.locale from public.workspaces w where w.id = ws),
      there as (select t.article_id, array_agg(t.locale order by t.locale) as locales from public.article_texts t
        where t.workspace_id = ws and t.article_id = any (articles) and t.archived_at is null
          and (t.published_at is not null or t.live_from <= now()) and coalesce(t.live_until > now(), true) group by t.article_id),
      said as (select o.object_id, o.locale, array_remove(coalesce(h.locales, '{}'), o.locale) as beside,
          o.locale = own.locale or (not own.locale = any (coalesce(h.locales, '{}')) and o.locale <= coalesce(h.locales[1], o.locale)) as stands_in
        from public.search_entries o cross join own left join there h on h.article_id = o.object_id
        where o.workspace_id = ws and o.kind = 'article' and o.object_id = any (articles))
    update public.search_entries e set beside = s.beside, stands_in = s.stands_in from said s
    where e.workspace_id = ws and e.kind = 'article' and e.object_id = s.object_id and e.locale = s.locale
      and (e.beside, e.stands_in) is distinct from (s.beside, s.stands_in) $$;
revoke execute on function app.index_beside(uuid, uuid[]) from public;

-- The words of the body come by `app.index_text`; until then, and of a version that has just come, it is the title. An import and a seed
-- bring many at once, so a statement is looked at and not each row.
create function app.index_articles() returns trigger
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
      where t.archived_at is null
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
revoke execute on function app.index_articles() from public;
create trigger index_new after insert on article_texts
  referencing new table as fresh for each statement execute function app.index_articles();
create trigger index_again after update on article_texts
  referencing old table as stale new table as fresh for each statement execute function app.index_articles();
create trigger unindex after delete on article_texts
  referencing old table as stale for each statement execute function app.index_articles();
create function app.index_topic() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public
as $$ begin
  update public.search_entries e set topic_id = new.category_id
    where e.workspace_id = new.workspace_id and e.kind = 'article' and e.object_id = new.id;
  return null;
end $$;
revoke execute on function app.index_topic() from public;
create trigger index_topic after update of category_id on articles
  for each row when (old.category_id <> new.category_id) execute function app.index_topic();

-- As in 0421, and of an article: by the team, or by a job of theirs, in the language of the text.
create or replace function app.index_text(thing text, object uuid, language text, heading text, said text, more boolean default false) returns void
  language plpgsql security definer set search_path = pg_catalog, public, app
as $$
declare
  ws uuid := app.workspace();
  fresh tsvector := app.as_words(language, heading, 'B') || to_tsvector('app.words'::regconfig, said)
    || strip(to_tsvector(app.words_of_language(language), said));
  n record;
begin
  if app.kind() not in ('contact', 'member', 'system') then raise exception 'nobody writes nothing' using errcode = '42501'; end if;
  if thing = 'article' then
    if app.kind() = 'contact' then raise exception 'no such article' using errcode = '42501'; end if;
    update public.search_entries e set headings = left(heading, 2000), body = left(said, 20000),
        words = app.as_words(language, e.title, 'A') || case when pg_column_size(fresh) < 900000 then fresh else '' end
      where e.workspace_id = ws and e.kind = 'article' and e.object_id = object and e.locale = language;
    return;
  end if;
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

-- As in 0423, and of articles: what is live, for whom it is, in the language that its reader would be given.
drop function app.search_wall(text);
create function app.search_wall(kind text, lang text default '') returns text
  language sql stable set search_path = pg_catalog, app
  as $$ select case
    when kind = 'article' then format('e.live_from <= now() and (e.live_until is null or e.live_until > now())
      and (e.locale = %1$L or (e.stands_in and not e.beside @> array[%1$L]))', lang)
      || case when app.is_team() then '' else format(' and e.audience = any (%L::text[]) and e.gates <@ %L::text[]', app.readable(), app.open_gates()) end
    when app.sees_all() then 'true'
    when app.is_team() then format('e.account_id = any (%L::uuid[])', app.assigned())
    when app.kind() = 'contact' and kind = 'ticket' and app.room_open('support') then 'e.audience = ''account'' and e.account_id = app.account()'
      || case app.colleagues() when 'all' then ' and (not e.narrowed or e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))'
        else ' and (e.person_id = app.person() or e.of_id = any ((select app.named_tickets())::uuid[]))' end
    else 'false' end $$;

drop function app.search_of_kind(text, tsquery, tsquery, int, boolean);
create function app.search_of_kind(kind text, query tsquery, known tsquery, most int, titles boolean, lang text)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector)
  language plpgsql stable set search_path = pg_catalog, public, app
  as $$
declare
  wall text := app.search_wall(kind, lang);
  people boolean := kind in ('account', 'contact');
  line record;
  met int := 0;
  named int := 0;
  enough int := most * 2;
begin
  if wall = 'false' then return; end if;
  for line in execute format('select e.*, e.named @@ $1 as by_title from (select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, e.named
      from public.search_entries e where e.workspace_id = app.workspace() and e.kind = %L and (%s)
      order by e.at desc, e.of_id desc limit %s) e where e.named @@ $1 or (%L and e.words @@ $1)',
    kind, wall, case when people then 100 else 500 end, not titles) using query
  loop
    met := met + 1;
    if line.by_title then named := named + 1; end if;
    if met > enough and (not line.by_title or named > enough) then continue; end if;
    object_id := line.object_id; locale := line.locale; of_id := line.of_id; heft := line.heft; at := line.at; words := line.words;
    return next;
    exit when named >= enough;
  end loop;
  if named >= enough then return; end if;
  -- Words hold what titles hold: where they are all there, their titles are.
  if not titles and met < enough then
    return query select * from app.by_index(kind, 'words', wall, case when people then query else known end, enough);
    get diagnostics met = row_count;
  end if;
  if titles or met >= enough then
    return query select * from app.by_index(kind, 'named', wall, case when people then query else known end, enough);
  end if;
end $$;
revoke execute on function app.search_of_kind(text, tsquery, tsquery, int, boolean, text) from public;

create or replace function app.search(asked text[], locales text[], kinds text[], most int default 20)
  returns table (kind text, object_id uuid, locale text, of_id uuid, score real, how text, marks tsquery)
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  as $$
declare
  step text;
  query tsquery;
  known tsquery;
  before tsquery;
  many int := least(greatest(most, 1), 100);
  several int := coalesce(array_length(asked, 1), 0) - 1;
  short boolean := several = 0 and length(asked[1]) < 3;
begin
  foreach step in array array['all', 'begun', 'like', 'some'] loop
    continue when several = 0 and step in ('begun', 'some');
    query := app.asked_for(asked, locales, step in ('like', 'some'), step = 'some');
    known := case when several = 0 or step = 'begun' then query else app.asked_for(asked, locales, step in ('like', 'some'), step = 'some', known => true) end;
    if known = before or numnode(query) = 0 then continue; end if;
    before := known;
    how := case step when 'begun' then 'all' else step end;
    return query
      select r.kind, r.object_id, r.locale, r.of_id,
        (r.worth * case search.how when 'all' then 1 when 'like' then 0.2 else 0.05 end)::real, search.how,
        (select app.asked_for(asked, locales, search.how <> 'all', search.how = 'some', true))
      from (select c.*, row_number() over (partition by c.kind order by c.worth desc, c.at desc) as place from (
        select distinct on (f.kind, f.object_id, f.locale) f.kind, f.object_id, f.locale, f.of_id, f.at,
          ts_rank('{0.125, 0.125, 0.375, 1}', f.words, query, 1) * (0.3 + 0.4 * exp(-0.0019 * f.days) + 0.3 * exp(-0.033 * f.days))
            * (1 + ln(1 + f.heft) / 8) as worth
        from (select k.kind, u.*, greatest(extract(epoch from now() - u.at), 0)::float8 / 86400 as days
          from unnest(kinds) k (kind), app.search_of_kind(k.kind, query, known, many, short and k.kind <> 'note', locales[1]) u) f) c) r
      where r.place <= many order by 5 desc;
    exit when found;
  end loop;
end $$;

-- What was there before: the rows at once, their words by the job, a piece at a time.
insert into search_entries (workspace_id, kind, object_id, locale, of_id, audience, gates, topic_id, live_from, live_until, title, at, words)
  select t.workspace_id, 'article', t.article_id, t.locale, t.article_id, t.readers, t.gates, a.category_id, t.live_from, t.live_until,
    v.title, greatest(v.created_at, t.live_from), app.as_words(t.locale, v.title, 'A')
  from article_texts t
  join article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
  join articles a on a.workspace_id = t.workspace_id and a.id = t.article_id
  where t.archived_at is null;
select app.index_beside(a.workspace_id, array_agg(a.id)) from articles a group by a.workspace_id;
insert into search_fills (workspace_id, kind) select distinct workspace_id, 'article' from article_texts
  on conflict (workspace_id, kind) do update set after_id = null, done_at = null;
do $$
declare one record;
begin
  for one in select workspace_id from search_fills where kind = 'article' loop
    perform graphile_worker.add_job('search.fill', json_build_object('workspace', one.workspace_id), job_key => 'search.fill:' || one.workspace_id);
  end loop;
end $$;
