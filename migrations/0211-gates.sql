-- Second locks: what belongs to a room that is shut for a customer is not there for them, whatever a page asks. Replies, files,
-- notices and what happened follow: their walls ask for the ticket (0200).
create policy gated on tickets as restrictive to portico_runtime
  using ((select app.room_open('support'))) with check ((select app.room_open('support')));
-- Colleagues are asked in, and given another role, on the page of the company.
create policy gated on invitations as restrictive to portico_runtime
  using ((select app.room_open('company'))) with check ((select app.room_open('company')));
create policy gated on contacts as restrictive for insert to portico_runtime
  with check ((select app.room_open('company')));
create policy gated_change on contacts as restrictive for update to portico_runtime
  with check ((select app.room_open('company')) or id = (select app.person()));
-- A field that only some customers are shown. Its values, and wishes to change them, follow: their policies ask for the definition.
create policy gated on field_definitions as restrictive for select to portico_runtime
  using (id::text <> all ((select app.shut('field'))::text[]));
