import { sql } from 'kysely';
import { type Given, kept } from '#platform/db/kept.ts';
import { type Flag, flagsIn } from '#platform/flags.ts';
import type { Contact, Ctx } from '#platform/http/context.ts';
import { type Reach, type Right, rightsIn } from '#platform/rights.ts';

interface Face {
  id: string;
  name: string;
  photo: string | null;
  role: string;
  /** Its own name; empty for a role that comes with every portal. */
  roleName: string;
  rights: ReadonlySet<Right>;
  disabled: boolean;
}

/** Somebody at the customer, with what decides what they see. */
export interface Colleague extends Face {
  side: 'contact';
  flags: ReadonlySet<Flag>;
  /** Invited, and never here: nobody sees anything without a way in. */
  waiting: boolean;
  /** What app.enter() would say of them. */
  standing: Contact['colleagues'];
}

/** Somebody of the team. */
export interface TeamMate extends Face {
  side: 'member';
  reach: Reach;
  /** On the team of this customer. */
  assigned: boolean;
}

export type Someone = Colleague | TeamMate;

/** The rule of app.enter(), asked of somebody who is not here: for a query with `v`, `w`, `r` and `c`. */
export const standingOf = sql<Contact['colleagues']>`app.standing(coalesce(v.colleagues_see, w.colleagues_see),
  coalesce(v.colleagues_flags, w.colleagues_flags), r.rights, c.flags)`;

const everybodyAt = kept((by, { account }: Given<{ account: string }>) =>
  by.db
    .selectFrom('contacts as c')
    .innerJoin('workspaces as w', 'w.id', 'c.workspace_id')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .leftJoin('account_visibility as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.account_id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'c.photo', 'c.role', 'c.flags', 'c.identity_id', 'c.disabled_at'])
    .select(['r.name as roleName', 'r.rights', standingOf.as('standing')])
    .where('c.workspace_id', '=', by.workspace.id)
    .where('c.account_id', '=', account)
    .where('c.continues_as', 'is', null)
    .where('c.forgotten_at', 'is', null)
    .orderBy('c.name')
    .orderBy('c.id'),
);

/** Everybody at a customer, whether they have access or not. */
export async function colleaguesAt(ctx: Ctx, accountId: string): Promise<Colleague[]> {
  const rows = await everybodyAt.all(ctx, { account: accountId });
  return rows.map(({ identity_id, disabled_at, flags, rights, ...row }) => ({
    ...row,
    side: 'contact',
    flags: flagsIn(flags),
    rights: rightsIn(rights, 'contact'),
    disabled: disabled_at !== null,
    waiting: identity_id === null,
  }));
}

/** Everybody of the team, with whether they are on this customer's. For members only: customers do not read the team's roles. */
export async function teamAt(ctx: Ctx, accountId: string): Promise<TeamMate[]> {
  const rows = await ctx.db
    .selectFrom('members as m')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.key', '=', 'm.role').on('r.side', '=', 'member'),
    )
    .leftJoin('account_members as am', (join) =>
      join
        .onRef('am.workspace_id', '=', 'm.workspace_id')
        .onRef('am.member_id', '=', 'm.id')
        .on('am.account_id', '=', accountId),
    )
    .select(['m.id', 'm.name', 'm.photo', 'm.role', 'm.disabled_at', 'r.name as roleName', 'r.rights', 'r.reach'])
    .select('am.member_id as assigned')
    .where('m.workspace_id', '=', ctx.workspace.id)
    .orderBy('m.name')
    .orderBy('m.id')
    .execute();
  return rows.map(({ disabled_at, rights, reach, assigned, ...row }) => {
    const may = rightsIn(rights);
    return {
      ...row,
      side: 'member',
      rights: may,
      reach: may.has('customers.see') ? (reach as Reach) : 'none',
      assigned: assigned !== null,
      disabled: disabled_at !== null,
    };
  });
}
