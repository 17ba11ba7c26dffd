import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import type { Connection } from './connection.ts';
import { remind } from './letters.tsx';
import { type Concerned, concerned, isHeldTo } from './requirement.ts';
import { mayManage, tell, update } from './setup.ts';

const AGAIN_MS = 24 * 3_600_000;

/** Who could come in by a connection, would have to if it were required, and never has. */
export const unusedBy = (connection: Connection, people: readonly Concerned[]): Concerned[] =>
  people.filter((each) => isHeldTo(connection, each) && each.usedAt === null && each.covered);

/** Nobody is reminded twice a day. */
export const wasReminded = ({ remindedAt }: Connection, now: Date): boolean =>
  remindedAt !== null && remindedAt.getTime() > now.getTime() - AGAIN_MS;

/** Reminds them by mail. Leaves the transaction the system's. Returns how many. */
export async function remindThem(ctx: Ctx, connection: Connection): Promise<number> {
  demand(mayManage(ctx));
  demandStill(connection.enabledAt !== null && !wasReminded(connection, ctx.now));
  const people = unusedBy(connection, await concerned(ctx, connection));
  await update(ctx, connection, { reminded_at: ctx.now });
  await tell(ctx, connection, 'reminded');
  await elevate(ctx.db, ctx.workspace.id);
  return remind(
    ctx,
    people.map(({ identityId }) => identityId),
    connection,
  );
}
