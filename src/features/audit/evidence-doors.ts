import { sql } from 'kysely';
import type { Ask, Row } from './evidence-access.ts';

/** Who may come without having been let in one by one: by a domain, by a directory, by an invitation that nobody has taken up yet. */
export async function doorTables(ws: string, ask: Ask): Promise<Record<string, Row[]>> {
  return {
    'sign-up-domains':
      await ask(sql<Row>`select d.domain, a.name as customer, d.account_id as customer_id, d.created_at as since
      from sign_up_domains d left join accounts a on a.workspace_id = d.workspace_id and a.id = d.account_id
      where d.workspace_id = ${ws} order by d.domain`),
    // The log says who made one, and calls it by its end, as its page does. The token itself is nowhere.
    'directory-tokens': await ask(sql<Row>`select s.name as connection, a.name as customer, '…' || t.ending as token,
        t.created_at as made, m.name as made_by, t.used_at as last_used, t.expires_at as ends, t.revoked_at as revoked,
        t.connection_id
      from scim_tokens t join sso_connections s on s.workspace_id = t.workspace_id and s.id = t.connection_id
        left join accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
        left join events e on e.workspace_id = t.workspace_id and e.kind = 'sso.changed' and e.subject_id = t.connection_id
          and e.created_at = t.created_at and e.data ->> 'what' = 'token-made' and e.data ->> 'detail' = '…' || t.ending
        left join members m on m.workspace_id = e.workspace_id and m.id = e.actor_person_id
      where t.workspace_id = ${ws} order by t.created_at, t.id`),
    'group-roles': await ask(sql<Row>`select s.name as connection, a.name as customer, g.group_name as "group",
        coalesce(nullif(r.name, ''), g.role) as role, g.connection_id
      from sso_group_roles g join sso_connections s on s.workspace_id = g.workspace_id and s.id = g.connection_id
        left join accounts a on a.workspace_id = s.workspace_id and a.id = s.account_id
        left join roles r on r.workspace_id = g.workspace_id and r.key = g.role
          and r.side = case when s.account_id is null then 'member' else 'contact' end
      where g.workspace_id = ${ws} order by g.connection_id, g.position, g.group_name`),
    invitations:
      await ask(sql<Row>`select i.side, i.name, i.email, i.customer, coalesce(nullif(r.name, ''), i.role) as role,
        i.invited_by, i.sent, i.ends, i.id as invitation, i.customer_id
      from (select 'member' as side, v.id, v.name, v.email::text, null::text as customer, null::uuid as customer_id, v.role,
            m.name as invited_by, v.created_at as sent, v.expires_at as ends, v.accepted_at, v.revoked_at
          from member_invitations v left join members m on m.workspace_id = v.workspace_id and m.id = v.invited_by
          where v.workspace_id = ${ws}
        union all select 'contact', v.id, c.name, c.email::text, a.name, v.account_id, c.role,
            coalesce(m.name, b.name), v.created_at, v.expires_at, v.accepted_at, v.revoked_at
          from invitations v join contacts c on c.workspace_id = v.workspace_id and c.id = v.contact_id
            join accounts a on a.workspace_id = v.workspace_id and a.id = v.account_id and a.archived_at is null
            left join members m on m.workspace_id = v.workspace_id and m.id = v.invited_by
            left join contacts b on b.workspace_id = v.workspace_id and b.id = v.invited_by_contact
          where v.workspace_id = ${ws}) i
        left join roles r on r.workspace_id = ${ws} and r.side = i.side and r.key = i.role
      where i.accepted_at is null and i.revoked_at is null and i.ends > now()
      order by i.side desc, i.customer, i.name`),
  };
}
