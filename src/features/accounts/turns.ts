import { sql } from 'kysely';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';

/** Open tickets of an account, seen from the business. */
export interface Turns {
  open: number;
  /** The customer wrote last: they wait for an answer. */
  ours: number;
  /** The team asked something: it waits for the customer. */
  theirs: number;
}

const turns = kept((by, { account }: Given<{ account: string }>) =>
  by.db
    .selectFrom('tickets')
    .select(sql<number>`count(*)`.as('open'))
    .select(sql<number>`count(waiting_since)`.as('ours'))
    .select(sql<number>`count(*) filter (where status = 'pending')`.as('theirs'))
    .where('workspace_id', '=', by.workspace.id)
    .where('account_id', '=', account)
    // In words of the query, so that the plan that is kept knows the index of open tickets.
    .where('status', 'not in', [sql.lit('solved'), sql.lit('closed')]),
);

export const turnsOf = (ctx: Ctx, accountId: string): Promise<Turns> => turns.one(ctx, { account: accountId });
