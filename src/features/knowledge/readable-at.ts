import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/**
 * Whether the people of a customer may read an article when they are signed in: what the policies say of whoever asks, said of somebody
 * else. `row` is what articles or their texts are called in the query. That it is live is asked beside it.
 */
export const readableAt = (ctx: Ctx, row: string, account: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`(
  ${sql.ref(`${row}.readers`)} in ('public', 'signed_in', 'segment')
  and not 'help' = any (app.shut_for(${account}, 'room'))
  and ${sql.ref(`${row}.gates`)} <@ (select coalesce(array_agg(g.kind || ':' || g.object), '{}') from segment_gates g
    join segment_accounts s on s.workspace_id = g.workspace_id and s.segment_id = g.segment_id and s.account_id = ${account}
    where g.workspace_id = ${ctx.workspace.id} and g.kind in ('article', 'category')))`;
