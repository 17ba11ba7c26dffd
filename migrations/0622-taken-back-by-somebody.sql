-- When somebody took an invitation back. One that is closed because its address was corrected, or its entry became another one, says nothing
-- against its owner. Of those closed until now nobody knows which it was.
alter table invitations add column taken_back_at timestamptz;
alter table invitations no force row level security;
update invitations set taken_back_at = revoked_at where revoked_at is not null and accepted_at is null;
alter table invitations force row level security;
