import { isId } from '#platform/db/ids.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { mayForget } from './access.ts';
import { type Hold, openHolds } from './holds.ts';

/** A customer that may be held: put away or not, as long as they are not part of another by now. */
export interface HeldAccount {
  id: string;
  name: string;
  shortName: string;
}

/** 404 for one that is not there, and for one this member does not reach. */
export async function findHeldAccount(ctx: CtxOf<Member>, id: string): Promise<HeldAccount> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('accounts')
        .select(['id', 'name', 'short_name as shortName'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .where('merged_into', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}

/** The holds over the whole of a customer; none for who may not end them, who is told nothing of their reasons. */
export async function holdsOfAccount(ctx: CtxOf<Member>, accountId: string): Promise<Hold[]> {
  if (!mayForget(ctx.actor)) return [];
  return (await openHolds(ctx)).filter((hold) => hold.contactId === null && hold.accountId === accountId);
}
