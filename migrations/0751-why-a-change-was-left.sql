-- A line of why, for whoever asked for a change that the team left as it was.
alter table field_changes add column reason text not null default '' check (length(reason) <= 400);
