import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** Open tickets of an account, seen from the business. */
export interface Turns {
  open: number;
  /** The customer wrote last: they wait for an answer. */
  ours: number;
  /** The team asked something: it waits for the customer. */
  theirs: number;
}

export function turnsOf(ctx: Ctx, accountId: string): Promise<Turns> {
  return (
    ctx.db
      .selectFrom('tickets')
      .select(sql<number>`count(*)`.as('open'))
      .select(sql<number>`count(waiting_since)`.as('ours'))
      .select(sql<number>`count(*) filter (where status = 'pending')`.as('theirs'))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('account_id', '=', accountId)
      // In words of the query, so that the plan that is kept knows the index of open tickets.
      .where('status', 'not in', [sql.lit('solved'), sql.lit('closed')])
      .executeTakeFirstOrThrow()
  );
}
