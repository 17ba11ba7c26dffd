-- As in 0721. Of some of the words, one that the reader's language does not index says nothing, at the end either: who typed "log in" does not mean whatever
-- begins with "in". While all the words are looked for, the last one may still be half of another.
create or replace function app.asked_for(asked text[], locales text[], near text[] default null, any_of boolean default false, marking boolean default false,
    known boolean default false)
  returns tsquery
  language plpgsql stable security definer set search_path = pg_catalog, public, app set client_min_messages = warning
  set plan_cache_mode = force_generic_plan
  as $$
declare
  ws uuid := app.workspace();
  n int := coalesce(cardinality(asked), 0);
  everything boolean := known and n > 1 and app.sees_all();
  folded text[] := asked;
  tongues regconfig[] := '{}';
  groups jsonb;
  whole tsquery;
  one tsquery;
  bent tsquery;
  same text[];
  each text;
  begins boolean;
  idle boolean;
  taken int;
  i int := 1;
begin
  for k in 1 .. n loop folded[k] := app.folded(asked[k]); end loop;
  foreach each in array locales loop tongues := tongues || app.words_of_language(each); end loop;
  -- Most have none: that is known at once.
  if exists (select from public.search_synonyms s where s.workspace_id = ws) then
    groups := (select jsonb_object_agg(g.said, g.words) from (select w.said, array_agg(distinct o.word) as words
      from public.search_synonyms s, unnest(s.words) w (said), unnest(s.words) o (word),
        (select array_agg(array_to_string(folded[f.at:f.at + m.more], ' ')) as said from generate_series(1, n) f (at), generate_series(0, 2) m (more)
          where f.at + m.more <= n) v
      where s.workspace_id = ws and s.words && v.said and w.said = any (v.said) group by w.said) g);
  end if;
  while i <= n loop
    one := null; taken := 1; idle := false;
    if groups is not null then
      for k in i .. least(n, i + 2) loop
        continue when not groups ? array_to_string(folded[i:k], ' ');
        same := array(select jsonb_array_elements_text(groups -> array_to_string(folded[i:k], ' ')));
        taken := k - i + 1;
        one := null;
        foreach each in array same loop
          bent := app.meaning(each);
          if numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        end loop;
      end loop;
    end if;
    for k in i .. i + taken - 1 loop
      if asked[k] ~ app.signs() then
        bent := app.run_asked(asked[k], any_of, marking);
        if taken = 1 and numnode(bent) > 0 then one := case when one is null then bent else one || bent end; end if;
        continue;
      end if;
      begins := not (known and n > 1 and k < n);
      if begins and everything then
        begins := not exists (select from public.search_words w where w.workspace_id = ws and w.word = folded[k]);
      end if;
      bent := to_tsquery('app.words', quote_literal(folded[k]) || case when begins then ':*' else '' end);
      continue when numnode(bent) = 0;
      if taken = 1 then one := case when one is null then bent else one || bent end; end if;
      for l in 1 .. cardinality(tongues) loop
        bent := to_tsquery(tongues[l], quote_literal(folded[k]) || case when marking then ':*' else '' end);
        if numnode(bent) = 0 then idle := idle or (l = 1 and n > 1 and (k < n or any_of));
        elsif taken = 1 then one := one || bent;
        end if;
      end loop;
      if taken = 1 and near[k] <> '' then
        foreach each in array string_to_array(near[k], ' ') loop one := one || to_tsquery('app.words', quote_literal(each)); end loop;
      end if;
    end loop;
    if one is not null and (not idle or taken > 1 or (i = n and whole is null)) then
      whole := case when whole is null then one when any_of then whole || one else whole && one end;
    end if;
    i := i + taken;
  end loop;
  return coalesce(whole, case when n > 0 and asked[n] !~ app.signs() then to_tsquery('app.words', quote_literal(folded[n]) || ':*') else ''::tsquery end);
end $$;
