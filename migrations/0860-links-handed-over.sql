-- Where no mail goes out an invitation is handed over by whoever sends it, who could as well open it: it says nothing of whose mailbox the address
-- is. A login that came by one is its owner's once the address has proved itself, by a link that was mailed, a directory or a provider.
alter table invitations add column handed_over boolean not null default false;
alter table member_invitations add column handed_over boolean not null default false;
alter table identities add column address_proved boolean not null default true;
