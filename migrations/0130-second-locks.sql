-- Found by test/isolation, which tries every act on every table as everybody: places where the pages refuse, and the database
-- did not yet. A restrictive policy is one lock more, whatever the walls beside it let through.

-- Nobody writes history in another person's name, and a customer none about another customer than
-- those they stand for: turning from one to the other is written down at the other.
create policy own_hand on events as restrictive for insert to portico_runtime
  with check ((select app.is_system()) or (actor_kind = (select app.kind())
    and actor_identity_id is not distinct from (select app.identity())
    and actor_person_id is not distinct from (select app.person())
    and ((select app.kind()) = 'member' or account_id is null or account_id = (select app.account())
      or (select app.own_accounts()) @> jsonb_build_array(jsonb_build_object('id', account_id)))));

-- Whoever has not signed in leaves no mail and takes no number: the doors do that as the system.
create policy somebody on mails as restrictive for insert to portico_runtime
  with check ((select app.kind()) <> 'visitor');
create policy somebody on counters as restrictive to portico_runtime
  using ((select app.kind()) <> 'visitor') with check ((select app.kind()) <> 'visitor');

-- A file is brought by whoever brings it, belongs to nothing at first, and then to a ticket that they see.
create policy own_hand on attachments as restrictive for insert to portico_runtime
  with check ((select app.is_system()) or (uploaded_by = (select app.identity()) and num_nonnulls(account_id, ticket_id, reply_id, note_id) = 0));
create policy own_claim on attachments as restrictive for update to portico_runtime
  using ((select app.is_system()) or (uploaded_by = (select app.identity()) and ticket_id is null))
  with check ((select app.is_system()) or (uploaded_by = (select app.identity())
    and (ticket_id is null or exists (select from tickets t
      where t.workspace_id = attachments.workspace_id and t.account_id = attachments.account_id and t.id = attachments.ticket_id))));
create policy own_hand_back on attachments as restrictive for delete to portico_runtime
  using ((select app.is_system()) or (uploaded_by = (select app.identity()) and ticket_id is null));

-- Who writes is who says so.
create policy own_hand on ticket_presence as restrictive for insert to portico_runtime
  with check ((select app.is_system()) or member_id = (select app.person()));
create policy own_hand_moves on ticket_presence as restrictive for update to portico_runtime
  using ((select app.is_system()) or member_id = (select app.person()));
create policy own_hand_back on ticket_presence as restrictive for delete to portico_runtime
  using ((select app.is_system()) or member_id = (select app.person()));
create policy own_hand on invitation_batches as restrictive for insert to portico_runtime
  with check ((select app.is_system()) or made_by = (select app.person()));

-- A customer asks for a change, and the team decides it: neither does the other's part.
create policy asked on field_changes as restrictive for insert to portico_runtime
  with check ((select app.kind()) <> 'member');
create policy decided on field_changes as restrictive for update to portico_runtime
  using ((select app.kind()) <> 'contact')
  with check ((select app.is_system()) or decided_by = (select app.person()));
create policy withdrawn on field_changes as restrictive for delete to portico_runtime
  using ((select app.is_system()) or contact_id = (select app.person())
    or (contact_id is null and (select app.kind()) = 'contact' and (select app.has_right('account.edit'))));
