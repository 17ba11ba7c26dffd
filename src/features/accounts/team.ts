import { sql } from 'kysely';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import { type Asker, type Given, kept, type Said } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';

/** A member who works for a customer, as the customer sees them. */
export interface TeamMember {
  id: string;
  name: string;
  /** What they do for this customer; their title when nothing was said. May be empty. */
  role: string;
  phone: string;
  photo: string | null;
}

/** Who leads the work for an account, null when nobody is assigned: a part of the one query that dresses every page. */
export const accountLead = (by: Asker, accountId: Said<string>) =>
  jsonObjectFrom(
    by.db
      .selectFrom(teamRows(by, accountId).limit(sql.lit(1)).as('lead'))
      .select((lead) => [
        'lead.id',
        'lead.name',
        'lead.phone',
        'lead.photo',
        lead.fn<string>('coalesce', [lead.fn('nullif', ['lead.role', sql.lit('')]), 'lead.title']).as('role'),
      ]),
  );

const teamRows = (by: Asker, accountId: Said<string>) =>
  by.db
    .selectFrom('account_members as a')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.member_id'),
    )
    .select(['m.id', 'm.name', 'm.title', 'm.phone', 'm.photo', 'a.role'])
    .where('a.workspace_id', '=', by.workspace.id)
    .where('a.account_id', '=', accountId)
    .where('m.disabled_at', 'is', null)
    .orderBy('a.position')
    .orderBy('m.name');

const team = kept((by, { account }: Given<{ account: string }>) => teamRows(by, account));

/** The people who work for an account, the lead first. */
export const accountTeam = async (ctx: Ctx, accountId: string): Promise<TeamMember[]> =>
  (await team.all(ctx, { account: accountId })).map(memberOf);

const memberOf = ({ title, ...row }: TeamMember & { title: string }): TeamMember => ({
  ...row,
  role: row.role || title,
});
