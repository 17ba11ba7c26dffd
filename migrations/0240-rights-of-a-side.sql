-- What a customer's role may hold: the twin of `contactRights` in src/platform/rights.ts, held to it by a test. A feature that
-- brings a right of customers replaces this.
create function app.contact_rights() returns text[] language sql immutable parallel safe
  as $$ select '{tickets.open,tickets.reply,tickets.colleagues,colleagues.manage,account.edit,billing.see,approvals.decide}'::text[] $$;

-- A right of the team in a customer's role means nothing on any page. Here it opened what a policy asks a right for and no
-- more: roles, the portal's settings, sign-in. Now no such role can be written,
update roles r set rights = array(select one from unnest(r.rights) with ordinality as u (one, place)
    where one = any (app.contact_rights()) order by place)
  where side = 'contact' and not rights <@ app.contact_rights();
alter table roles add constraint roles_rights_of_side check (side = 'member' or rights <@ app.contact_rights());

-- and no contact has such a right, whatever a role says.
create or replace function app.has_right(wanted text) returns boolean language sql stable parallel safe
  as $$ select current_setting('app.kind') = 'system'
    or (coalesce(position(',' || wanted || ',' in current_setting('app.rights', true)) > 0, false)
      and (current_setting('app.kind') = 'member' or wanted = any (app.contact_rights()))) $$;
grant execute on function app.contact_rights() to portico_runtime;
