import { sha256Hex } from '#platform/crypto.ts';
import type { Db } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { sessionLives } from '#platform/live/revocation.ts';
import type { SignInMethod } from './auth/frame.ts';
import { sessionEnded } from './events.ts';

/** A browser in which somebody is signed in. */
export interface OpenSession {
  id: string;
  method: SignInMethod;
  ip: string;
  agent: string;
  since: Date;
  seen: Date;
  /** The one that asks. */
  here: boolean;
}

type Own = CtxOf<Contact | Member>;

/** More than anybody has browsers; a list ends there, and nothing else does. */
const MOST = 100;

const living = (ctx: Own) =>
  ctx.db
    .selectFrom('sessions')
    .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .where('sessions.workspace_id', '=', ctx.workspace.id)
    .where('sessions.identity_id', '=', ctx.actor.identityId)
    .where(sessionLives);

/** Where the reader is signed in: this browser first, then the one that was seen last. */
export async function openSessions(ctx: Own): Promise<OpenSession[]> {
  const rows = await living(ctx)
    .select(['sessions.id', 'sessions.method', 'sessions.ip', 'sessions.agent'])
    .select(['sessions.created_at as since', 'sessions.seen_at as seen'])
    .orderBy('sessions.seen_at', 'desc')
    .orderBy('sessions.id')
    .limit(MOST)
    .execute();
  return rows
    .map(({ method, ip, agent, ...row }) => ({
      ...row,
      method: method as SignInMethod,
      ip: ip ?? '',
      agent: agent ?? '',
      here: row.id === ctx.actor.sessionId,
    }))
    .sort((a, b) => Number(b.here) - Number(a.here));
}

/** Ends one of one's own sessions; 404 for another person's, for one that is over, and for none. */
export async function endOwnSession(ctx: Own, id: string): Promise<{ agent: string }> {
  const [ended] = await end(ctx, '=', id);
  if (!ended) throw notFound();
  return { agent: ended.agent ?? '' };
}

/** Ends all sessions but the one that asks, however many there are. Returns how many there were. */
export async function endOtherSessions(ctx: Own): Promise<number> {
  return (await end(ctx, '!=', ctx.actor.sessionId)).length;
}

async function end(ctx: Own, which: '=' | '!=', id: string) {
  const { actor } = ctx;
  const ended = await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', actor.identityId)
    .where('id', which, id)
    .where('id', 'in', living(ctx).select('sessions.id'))
    .where('revoked_at', 'is', null)
    .returning(['id', 'agent'])
    .execute();
  for (const session of ended) {
    await record(ctx, sessionEnded, {
      subjectId: actor.identityId,
      accountId: actor.kind === 'contact' ? actor.accountId : null,
      data: { session: session.id, by: 'account' },
    });
  }
  return ended;
}

/** Whether somebody has come in with this browser before. One that they have disowned is forgotten. */
export async function cameWith(db: Db, workspaceId: string, identityId: string, device: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('identity_id', '=', identityId)
    .where('device', '=', sha256Hex(device))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
