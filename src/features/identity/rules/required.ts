import type { Changes } from '#platform/events/changes.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { endSessions } from '../end-sessions.ts';

type Own = CtxOf<Member>;

/** A role as somebody marks it: `member:owner`. */
export const markOf = ({ side, key }: { side: string; key: string }): string => `${side}:${key}`;

/** The roles that ask for a second step. */
export async function askingRoles(ctx: Own): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('roles')
    .select(['side', 'key'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('second_step_required', '=', true)
    .execute();
  return new Set(rows.map(markOf));
}

/** Whether this session has passed a second step: who makes their own role ask for one must have one. */
export async function hasPassedSecondStep(ctx: Own): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('sessions')
    .select('second')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', ctx.actor.sessionId)
    .executeTakeFirst();
  return row !== undefined && row.second !== null;
}

/**
 * Makes exactly these roles ask. Whoever has one of those that begin to, and is signed in without a second step, is signed out: at
 * the next sign-in they set one up before anything else. Only the system may. Returns what changed, as the log keeps it.
 */
export async function makeRolesAsk(ctx: Own, asking: ReadonlySet<string>): Promise<Changes> {
  const rows = await ctx.db
    .selectFrom('roles')
    .select(['id', 'side', 'key', 'second_step_required as asks'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  const changed = rows.filter((role) => role.asks !== asking.has(markOf(role)));
  for (const role of changed) {
    await ctx.db
      .updateTable('roles')
      .set({ second_step_required: !role.asks, updated_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', role.id)
      .execute();
    if (!role.asks) await signOutWithout(ctx, role);
  }
  return Object.fromEntries(
    changed.map((role) => [`secondStep.${markOf(role).replace(':', '.')}`, { from: role.asks, to: !role.asks }]),
  );
}

async function signOutWithout(ctx: Own, { side, key }: { side: string; key: string }): Promise<void> {
  const people = ctx.db
    .selectFrom(side === 'member' ? 'members' : 'contacts')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('role', '=', key)
    .where('identity_id', 'is not', null);
  await endSessions(ctx, people, { withoutSecond: 'any' });
}
