import { sql } from 'kysely';
import { alone } from '#platform/db/turns.ts';
import { type Changes, changed } from '#platform/events/changes.ts';
import { type Flag, flags, flagsIn } from '#platform/flags.ts';
import type { Ctx } from '#platform/http/context.ts';

/** What giving somebody flags changed: theirs, and who was the first to ask until now. */
export interface FlagsGiven {
  changes: Changes;
  former: { id: string; changes: Changes } | null;
}

/**
 * Whoever locks more than one person of a customer does so alone, and says so first, before the rows of the customer and of its people:
 * else two of them hold what the other one wants next. Of two who are made the first to ask at once, neither is it yet.
 */
export const peopleInTurn = ({ db, workspace }: Pick<Ctx, 'db' | 'workspace'>, accountId: string) =>
  alone(db, workspace.id, `people of ${accountId}`);

/**
 * Says what somebody is for their company; null when that is what they were. One is the first to ask: whoever was it is not any
 * more. May be called by whoever may write both rows; the caller has asked the right.
 */
export async function giveFlags(
  ctx: Ctx,
  { accountId, contactId }: { accountId: string; contactId: string },
  given: ReadonlySet<Flag>,
): Promise<FlagsGiven | null> {
  await peopleInTurn(ctx, accountId);
  const rows = await ctx.db
    .selectFrom('contacts')
    .select(['id', 'flags'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where((where) => where.or([where('id', '=', contactId), where(sql<boolean>`'primary' = any (flags)`, '=', true)]))
    .orderBy('id')
    .forUpdate()
    .execute();
  const before = [...flagsIn(rows.find(({ id }) => id === contactId)?.flags ?? [])];
  const after = flags.filter((flag) => given.has(flag));
  const changes = changed({ flags: before }, { flags: after });
  if (Object.keys(changes).length === 0) return null;
  const other = after.includes('primary') ? rows.find(({ id }) => id !== contactId) : undefined;
  const left = other && [...flagsIn(other.flags)].filter((flag) => flag !== 'primary');
  if (other && left) await write(ctx, other.id, left);
  await write(ctx, contactId, after);
  const former =
    other && left ? { id: other.id, changes: changed({ flags: [...flagsIn(other.flags)] }, { flags: left }) } : null;
  return { changes, former };
}

const write = (ctx: Ctx, id: string, held: Flag[]) =>
  ctx.db
    .updateTable('contacts')
    .set({ flags: held })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();

/** Somebody at a customer who is there for something. */
export interface ToAsk {
  id: string;
  name: string;
  flags: Flag[];
}

const MOST_TO_ASK = 100;

/** Who at a customer is to be asked for what, by name. */
export async function peopleToAsk(ctx: Ctx, accountId: string): Promise<ToAsk[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select(['id', 'name', 'flags'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('continues_as', 'is', null)
    .where('forgotten_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where(sql<boolean>`flags <> '{}'`)
    .orderBy('name')
    .orderBy('id')
    .limit(sql.lit(MOST_TO_ASK))
    .execute();
  return rows.map((row) => ({ ...row, flags: [...flagsIn(row.flags)] }));
}
