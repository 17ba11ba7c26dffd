-- Who waits at the door is told to whoever may decide, and is no more theirs to know than the page it leads to once that right is gone.
create policy of_newcomer on notifications as restrictive to portico_runtime
  using ((select app.kind()) <> 'member' or subject_type <> 'sign_up'
    or ((select app.sees_all()) and (select app.has_right('contacts.invite'))));
