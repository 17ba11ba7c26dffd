-- As in 1041. What a customer's own tickets are found by is looked at where it stands: the words of 400 of them are 760 KB, which every letter copied to show five.
create or replace function app.search_own_tickets(query tsquery, most int, titles boolean, walked boolean)
  returns table (object_id uuid, locale text, of_id uuid, heft int, at timestamptz, words tsvector, whole boolean)
  language plpgsql stable set search_path = pg_catalog, public, app set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_bitmapscan = off
  as $$
declare
  ws uuid := app.workspace(); own uuid := app.account(); me uuid := app.person();
  everyone boolean := app.colleagues() = 'all'; invited uuid[] := app.named_tickets();
  enough int := most + least(most, 20);
  last tsquery := replace(translate(split_part(query::text, ' & ', -1), '()', ''), ':*', '')::tsquery;
  few boolean;
  met uuid[];
begin
  if walked then
    return query select null::uuid, null::text, null::uuid, null::int, null::timestamptz, null::tsvector, count(*) < 500 from (select from public.search_entries e
      where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited) limit 500) e;
    return;
  end if;
  select count(*) < 500, (array_agg(e.object_id) filter (where e.titled = 2) || array_agg(e.object_id) filter (where e.titled = 1))[:enough] into few, met
    from (select e.object_id, case when e.named @@ query then case when e.named @@ last then 2 else 1 end end as titled from (select e.object_id, e.named
      from public.search_entries e where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited)
      order by e.at desc, e.of_id desc limit 500) e) e;
  if not titles and coalesce(cardinality(met), 0) < most then
    met := met || array(select e.object_id from (select e.object_id, e.named, e.words
        from public.search_entries e where e.workspace_id = ws and e.account_id = own and e.kind = 'ticket' and app.own_ticket_wall(e, own, me, everyone, invited)
        order by e.at desc, e.of_id desc limit 500) e
      where e.words @@ query and not e.named @@ query limit enough);
  end if;
  return query select e.object_id, e.locale, e.of_id, e.heft, e.at, e.words, few from unnest(met) m (id)
      join public.search_entries e on e.workspace_id = ws and e.kind = 'ticket' and e.object_id = m.id
    -- That there is nothing among them says so as well.
    union all select null, null, null, null, null, null, few;
end $$;
