-- Titles are looked for without their accents, as everything else is. As in 0852, but for that.
create or replace function app.note_some_articles(ws uuid, ids uuid[]) returns void
  language plpgsql set search_path = pg_catalog, public
as $$ begin
  insert into public.article_states (workspace_id, article_id)
    select a.workspace_id, a.id from public.articles a where a.workspace_id = ws and a.id = any (ids) order by a.id
    on conflict do nothing;
  perform from public.article_states s where s.workspace_id = ws and s.article_id = any (ids) order by s.article_id for update;
  with texts as (
      select t.article_id, t.locale, t.version_id, t.archived_at, v.created_at, v.title, l.live, l.live and t.readers <> 'member' as outside,
        max(v.created_at) filter (where l.live and t.readers <> 'member' and t.locale = w.locale) over (partition by t.article_id) as own_at
      from public.article_texts t
        join public.workspaces w on w.id = t.workspace_id
        join public.article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
        cross join lateral (select t.archived_at is null and (t.published_at is not null or t.live_from <= now())
          and coalesce(t.live_until > now(), true) as live) l
      where t.workspace_id = ws and t.article_id = any (ids)),
    said as materialized (
      select article_id, bool_or(live) as live, coalesce(array_agg(locale order by locale) filter (where outside), '{}') as live_in,
        coalesce(array_agg(locale order by locale) filter (where outside and created_at < own_at), '{}') as behind
      from texts group by article_id),
    written as materialized (
      select d.article_id from public.article_drafts d
        left join public.article_texts t on t.workspace_id = d.workspace_id and t.article_id = d.article_id and t.locale = d.locale
      where d.workspace_id = ws and d.article_id = any (ids) and d.revision > coalesce(t.settled, 0) group by d.article_id),
    votes as materialized (
      select t.article_id, count(*) filter (where o.helpful) as helped, count(*) filter (where not o.helpful) as missed
      from texts t join public.article_votes o on o.workspace_id = ws and o.version_id = t.version_id
      where t.archived_at is null group by t.article_id),
    named as materialized (
      select n.article_id, app.folded(string_agg(distinct n.title, E'\n' order by n.title)) as titles
      from (select article_id, title from texts union all (select distinct on (d.article_id, d.locale) d.article_id, d.title
        from public.article_drafts d
          left join public.article_texts t on t.workspace_id = d.workspace_id and t.article_id = d.article_id and t.locale = d.locale
        where d.workspace_id = ws and d.article_id = any (ids) and d.revision > coalesce(t.settled, 0) order by d.article_id, d.locale, d.revision desc)) n
      group by n.article_id),
    fresh as (
      select a.id as article_id, a.owner_id, a.verified_until, coalesce(said.live, false) as live, said.article_id is not null as published,
        written.article_id is not null as drafted, coalesce(said.live_in, '{}') as live_in, coalesce(said.behind, '{}') as behind,
        coalesce(votes.helped, 0)::int as helped, coalesce(votes.missed, 0)::int as missed,
        coalesce(named.titles, '') as titles
      from public.articles a left join said on said.article_id = a.id left join written on written.article_id = a.id
        left join votes on votes.article_id = a.id left join named on named.article_id = a.id
      where a.workspace_id = ws and a.id = any (ids))
  update public.article_states s set (owner_id, verified_until, live, published, drafted, live_in, behind, helped, missed, titles)
      = (f.owner_id, f.verified_until, f.live, f.published, f.drafted, f.live_in, f.behind, f.helped, f.missed, f.titles)
    from fresh f where s.workspace_id = ws and s.article_id = f.article_id
      and (s.owner_id, s.verified_until, s.live, s.published, s.drafted, s.live_in, s.behind, s.helped, s.missed, s.titles)
        is distinct from (f.owner_id, f.verified_until, f.live, f.published, f.drafted, f.live_in, f.behind, f.helped, f.missed, f.titles);
end $$;

update article_states set titles = app.folded(titles) where titles <> app.folded(titles);
