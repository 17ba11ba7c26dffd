-- The last save of a language that was thrown away before it was published: the saves of whoever begins anew count on from it, so
-- that a page somebody still has open is never taken for the one that came before.
alter table articles add column dropped_revision int not null default 0;
