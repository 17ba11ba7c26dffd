-- A session stands for the customer whose rules were asked when it began. One that named none went over to another customer of the same login as
-- soon as that one's row was the older, and what that customer asks of a sign-in was never asked. New ones name theirs; these get it now.
alter table sessions no force row level security;
alter table contacts no force row level security;
alter table members no force row level security;
update sessions se
  set account_id = (select k.account_id from contacts k where k.workspace_id = se.workspace_id and k.identity_id = se.identity_id
    and k.disabled_at is null order by k.created_at limit 1)
  where se.account_id is null and se.revoked_at is null and not exists (select from members m
    where m.workspace_id = se.workspace_id and m.identity_id = se.identity_id and m.disabled_at is null);
alter table sessions force row level security;
alter table contacts force row level security;
alter table members force row level security;
