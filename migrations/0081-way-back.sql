-- A link that the operator made on the machine itself: it lets somebody in whatever the sign-in rules say.
alter table verifications add column by_operator boolean not null default false;
