import { z } from 'zod';
import { holds } from '#features/roles/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { seenLine } from '#platform/http/line.ts';
import { mayAddAccount } from './access.ts';
import { shortNameOf } from './account.ts';
import { accountAdded, teamChanged } from './events.ts';

/** A customer company. The lead is a member's id, or empty for nobody yet. */
export const accountFields = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.account.empty'),
  short_name: seenLine(60, 'error.short.long', 'error.unseen').optional().default(''),
  plan: seenLine(60, 'error.plan.long', 'error.unseen').optional().default(''),
  lead: z
    .union([z.uuid(), z.literal('')], 'error.lead')
    .optional()
    .default(''),
});

export type NewAccount = z.infer<typeof accountFields>;

/** Adds a customer and, when a lead was chosen, their first person on the account team. Returns the account's id. */
export async function addAccount(ctx: CtxOf<Member>, input: NewAccount): Promise<string> {
  demand(mayAddAccount(ctx.actor));
  const id = await beginAccount(ctx, input);
  if (input.lead) await assignLead(ctx, id, input.lead);
  return id;
}

/** The row of a new customer. The caller has asked whether it may be made. */
export async function beginAccount(
  ctx: Ctx,
  { name, short_name = '', plan = '' }: Pick<NewAccount, 'name'> & Partial<NewAccount>,
): Promise<string> {
  const id = newId(ctx.now.getTime());
  const row = { workspace_id: ctx.workspace.id, id, name, short_name: short_name || shortNameOf(name), plan };
  await ctx.db
    .insertInto('accounts')
    .values({ ...row, created_at: ctx.now })
    .execute();
  await record(ctx, accountAdded, { subjectId: id, accountId: id, data: {} });
  return id;
}

async function assignLead(ctx: CtxOf<Member>, accountId: string, memberId: string): Promise<void> {
  const member = (await possibleLeads(ctx)).find((each) => each.id === memberId);
  if (!member) throw notFound();
  await ctx.db
    .insertInto('account_members')
    .values({ workspace_id: ctx.workspace.id, account_id: accountId, member_id: memberId, position: 0 })
    .execute();
  await record(ctx, teamChanged, { subjectId: accountId, accountId, data: { member: memberId, how: 'joined' } });
}

/** Everybody who may lead a customer: whoever answers customers at all. */
export function possibleLeads(ctx: CtxOf<Member>): Promise<{ id: string; name: string; title: string }[]> {
  return ctx.db
    .selectFrom('members as m')
    .select(['m.id', 'm.name', 'm.title'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where(holds('tickets.reply'))
    .orderBy('m.name')
    .execute();
}
