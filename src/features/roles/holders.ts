import { sql } from 'kysely';
import type { MemberRight } from '#platform/rights.ts';

/**
 * For a query of `members as m`: whether their role has this right and lets them see customers, this one if one is named.
 * The rule of the walls, for people who are not here.
 */
export const holds = (right: MemberRight, accountId?: string) =>
  sql<boolean>`exists (select from roles r
    where r.workspace_id = m.workspace_id and r.side = 'member' and r.key = m.role
      and r.rights @> array['customers.see', ${right}]::text[]${accountId ? reaches(accountId) : sql``})`;

const reaches = (accountId: string) =>
  sql`
      and (r.reach = 'all' or exists (select from account_members am
        where am.workspace_id = m.workspace_id and am.account_id = ${accountId}::uuid and am.member_id = m.id))`;
