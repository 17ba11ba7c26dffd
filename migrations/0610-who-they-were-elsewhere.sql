-- Whoever is invited back to a customer they left is shown there again at once, and has no login there until they come. Until then this
-- alone says whom they went on as: a hold over them, and whoever is asked to forget them, finds both.
alter table contacts
  add column came_back_from uuid,
  add foreign key (workspace_id, came_back_from) references contacts (workspace_id, id);
create index contacts_came_back on contacts (workspace_id, came_back_from) where came_back_from is not null;
