-- Whether the zone is what a device said: the next device may say another. One that somebody chose is nobody else's to change.
alter table identities add column zone_follows boolean not null default false;
