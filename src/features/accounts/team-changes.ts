import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { pastedLine } from '#platform/http/line.ts';
import { lockAccount, mayManageAccount } from './access.ts';
import { possibleLeads } from './add.ts';
import { teamChanged } from './events.ts';

export const teamRole = pastedLine(60, 'error.plan.long');

/** Whoever works for an account, with what was said about them, the lead first: also those who are away. */
async function line(ctx: CtxOf<Member>, accountId: string): Promise<{ member: string; role: string }[]> {
  return ctx.db
    .selectFrom('account_members')
    .select(['member_id as member', 'role'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .orderBy('position')
    .orderBy('member_id')
    .execute();
}

async function open(ctx: CtxOf<Member>, accountId: string): Promise<void> {
  const account = await lockAccount(ctx, accountId);
  demand(mayManageAccount(ctx.actor));
  demandStill(account.archivedAt === null);
}

/** Members who could join the team of an account and have not. */
export async function couldJoin(ctx: CtxOf<Member>, accountId: string) {
  const [leads, there] = await Promise.all([possibleLeads(ctx), line(ctx, accountId)]);
  return leads.filter((lead) => !there.some((one) => one.member === lead.id));
}

export async function joinTeam(ctx: CtxOf<Member>, accountId: string, member: string, role: string): Promise<void> {
  await open(ctx, accountId);
  if (!(await couldJoin(ctx, accountId)).some((one) => one.id === member)) throw notFound();
  const position = (await line(ctx, accountId)).length;
  await ctx.db
    .insertInto('account_members')
    .values({ workspace_id: ctx.workspace.id, account_id: accountId, member_id: member, role, position })
    .execute();
  await tell(ctx, accountId, member, 'joined');
}

export async function leaveTeam(ctx: CtxOf<Member>, accountId: string, member: string): Promise<void> {
  await open(ctx, accountId);
  const left = await ctx.db
    .deleteFrom('account_members')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('member_id', '=', member)
    .executeTakeFirst();
  if (left.numDeletedRows === 0n) throw notFound();
  await order(ctx, accountId, await line(ctx, accountId));
  await tell(ctx, accountId, member, 'left');
}

/** What somebody does for this account; empty is their title. */
export async function nameTeamRole(ctx: CtxOf<Member>, accountId: string, member: string, role: string): Promise<void> {
  await open(ctx, accountId);
  const before = (await line(ctx, accountId)).find((one) => one.member === member);
  if (!before) throw notFound();
  if (before.role === role) return;
  await ctx.db
    .updateTable('account_members')
    .set({ role })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('member_id', '=', member)
    .execute();
  await tell(ctx, accountId, member, 'role');
}

/** One step up; the first of the line leads and is the face the customer sees. */
export async function moveUp(ctx: CtxOf<Member>, accountId: string, member: string): Promise<void> {
  await open(ctx, accountId);
  const people = await line(ctx, accountId);
  const at = people.findIndex((one) => one.member === member);
  if (at < 0) throw notFound();
  if (at === 0) return;
  people.splice(at - 1, 2, people[at]!, people[at - 1]!);
  await order(ctx, accountId, people);
  await tell(ctx, accountId, member, 'order');
}

async function order(ctx: CtxOf<Member>, accountId: string, people: { member: string }[]): Promise<void> {
  for (const [position, { member }] of people.entries()) {
    await ctx.db
      .updateTable('account_members')
      .set({ position })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('account_id', '=', accountId)
      .where('member_id', '=', member)
      .execute();
  }
}

const tell = (ctx: CtxOf<Member>, accountId: string, member: string, how: 'joined' | 'left' | 'role' | 'order') =>
  record(ctx, teamChanged, { subjectId: accountId, accountId, data: { member, how } });
