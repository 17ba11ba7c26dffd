import { sql } from 'kysely';
import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import { teamChanged } from './events.ts';

/** How many customers somebody works for, as far as whoever asks sees them; those that were put away want nobody. */
export async function customersOf(ctx: Ctx, memberId: string): Promise<number> {
  const { n } = await inHand(ctx, memberId)
    .select((s) => s.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

const inHand = (ctx: Ctx, memberId: string) =>
  ctx.db
    .selectFrom('account_members as m')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.id', '=', 'm.account_id'),
    )
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.member_id', '=', memberId)
    .where('a.archived_at', 'is', null);

/**
 * Puts another in the place of somebody who is leaving, on the team of each of their customers. Without one the place stays theirs: no
 * customer sees somebody there who is gone.
 */
export async function passCustomers(ctx: Ctx, from: string, to: string | null): Promise<number> {
  if (to === null) return 0;
  const places = await inHand(ctx, from).select(['m.account_id', 'm.position']).orderBy('m.account_id').execute();
  const ids = places.map(({ account_id }) => account_id);
  if (ids.length === 0) return 0;
  const { workspace } = ctx;
  // Who is on that team already moves up when the other stood before them.
  await sql`insert into account_members (workspace_id, account_id, member_id, role, position)
    select workspace_id, account_id, ${to}, '', position from account_members
    where workspace_id = ${workspace.id} and member_id = ${from} and account_id = any (${ids}::uuid[])
    on conflict (workspace_id, account_id, member_id)
      do update set position = least(account_members.position, excluded.position)`.execute(ctx.db);
  await ctx.db
    .deleteFrom('account_members')
    .where('workspace_id', '=', workspace.id)
    .where('member_id', '=', from)
    .where('account_id', 'in', ids)
    .execute();
  const told = (member: string, how: 'joined' | 'left') =>
    recordMany(
      ctx,
      teamChanged,
      ids.map((accountId) => ({ subjectId: accountId, accountId, data: { member, how } })),
    );
  await told(to, 'joined');
  await told(from, 'left');
  return ids.length;
}
