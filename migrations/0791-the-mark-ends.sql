-- Whoever is let in again, whoever's hand it was, is nobody whom the team has put out: what ends their access next gives it back.
create function app.ends_the_mark() returns trigger
  language plpgsql set search_path = pg_catalog, public, app
as $$ begin new.ended_by_team := false; return new; end $$;
create trigger ends_the_mark before update of disabled_at on contacts
  for each row when (old.disabled_at is not null and new.disabled_at is null) execute function app.ends_the_mark();

update contacts c set ended_by_team = false where c.ended_by_team and (c.disabled_at is null or 'colleague.disabled' = (select e.kind from events e
  where e.workspace_id = c.workspace_id and e.subject_id = c.id and e.kind in ('contact.disabled', 'colleague.disabled') order by e.id desc limit 1));
