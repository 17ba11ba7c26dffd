import { z } from 'zod';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { isPhone, line, seenLine } from '#platform/http/line.ts';
import { lockAccount, mayManageAccount } from './access.ts';
import { type Account, shortNameOf } from './account.ts';
import { accountChanged, changeableFacts } from './events.ts';
import { webAddress } from './web-address.ts';

export const factFields = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.account.empty'),
  shortName: seenLine(60, 'error.short.long', 'error.unseen').optional().default(''),
  plan: seenLine(60, 'error.plan.long', 'error.unseen').optional().default(''),
  place: seenLine(120, 'error.title.long', 'error.unseen').optional().default(''),
  phone: line(40, 'error.phone').refine(isPhone, 'error.phone').optional().default(''),
  website: line(200, 'error.website')
    .refine((text) => webAddress(text) !== null, 'error.website')
    .transform((text) => webAddress(text) ?? '')
    .optional()
    .default(''),
  reference: seenLine(60, 'error.reference.long', 'error.unseen').optional().default(''),
});

export type Facts = z.infer<typeof factFields>;

/** Whether another account has this reference already; one that became part of this one is no other. */
export async function referenceTaken(ctx: CtxOf<Member>, reference: string, butFor: string): Promise<boolean> {
  if (!reference) return false;
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where((where) => where(where.fn('lower', ['reference']), '=', reference.toLowerCase()))
    .where('id', '<>', butFor)
    .where((where) => where.or([where('merged_into', 'is', null), where('merged_into', '<>', butFor)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Writes down what is known of an account now. Returns what became different. */
export async function editAccount(ctx: CtxOf<Member>, id: string, facts: Facts): Promise<(keyof Facts)[]> {
  const account = await lockAccount(ctx, id);
  demand(mayManageAccount(ctx.actor));
  demandStill(account.archivedAt === null);
  const next: Pick<Account, keyof Facts> = { ...facts, shortName: facts.shortName || shortNameOf(facts.name) };
  const changes = changed(account, next);
  const names = changeableFacts.filter((fact) => fact in changes);
  if (names.length === 0) return [];
  const { shortName, ...rest } = next;
  if ('reference' in changes) await freeReference(ctx, id, next.reference);
  await ctx.db
    .updateTable('accounts')
    .set({ ...rest, short_name: shortName })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, accountChanged, { subjectId: id, accountId: id, data: { changed: names, changes } });
  return names;
}

/** What one that became part of this account was called by becomes this account's. */
const freeReference = (ctx: CtxOf<Member>, id: string, reference: string) =>
  ctx.db
    .updateTable('accounts')
    .set({ reference: '' })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('merged_into', '=', id)
    .where((where) => where(where.fn('lower', ['reference']), '=', reference.toLowerCase()))
    .execute();
