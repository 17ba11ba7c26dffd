-- Which mails somebody wants about tickets: all that concern them, those they have themselves, none. What is about their access comes always.
alter table identities add column ticket_mails text not null default 'all' check (ticket_mails in ('all', 'own', 'none'));
