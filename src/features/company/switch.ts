import { sql } from 'kysely';
import { type Browser, wantedElsewhere } from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, Ctx, CtxOf } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { accountChosen } from './events.ts';

type Wanted = NonNullable<Awaited<ReturnType<typeof wantedElsewhere>>>;

/** A customer that the reader stands for, too. */
export interface OwnAccount {
  id: string;
  name: string;
  title: string;
  /** Tickets of theirs that wait for them there. */
  waiting: number;
}

/** The customers this reader stands for; null when it is one: a part of the one query that dresses every page. */
export const ownAccounts = sql<OwnAccount[] | null>`app.own_accounts()`;

export async function ownAccountsOf(ctx: Ctx): Promise<OwnAccount[]> {
  const { rows } = await sql<{ accounts: OwnAccount[] | null }>`select ${ownAccounts} as accounts`.execute(ctx.db);
  return rows[0]?.accounts ?? [];
}

/**
 * From the next page on this session acts for another customer of the same person; `wanted`: once they have met what that one asks
 * of a sign-in.
 */
export async function chooseAccount(
  ctx: CtxOf<Contact>,
  id: string,
  browser: Browser,
): Promise<{ chosen: OwnAccount } | { wanted: Wanted }> {
  const chosen = (await ownAccountsOf(ctx)).find((account) => account.id === id);
  if (!chosen) throw notFound();
  const { actor } = ctx;
  if (id === actor.accountId) return { chosen };
  const wanted = await wantedElsewhere(ctx, id, browser);
  if (wanted) return { wanted };
  await ctx.db
    .updateTable('sessions')
    .set({ account_id: id })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', actor.identityId)
    .where('id', '=', actor.sessionId)
    .execute();
  const data = { from: actor.accountId, to: id };
  await record(ctx, accountChosen, { subjectId: actor.identityId, accountId: id, data });
  return { chosen };
}

/** What the account menu shows of the other customers. */
export const isHere = (ctx: Pick<Ctx, 'actor'>, account: OwnAccount): boolean =>
  ctx.actor.kind === 'contact' && ctx.actor.accountId === account.id;
