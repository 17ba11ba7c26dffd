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

/** More than anybody has browsers. */
const MOST = 100;

/** Where the reader is signed in: this browser first, then the one that was seen last. */
export async function openSessions(ctx: Own): Promise<OpenSession[]> {
  const rows = await ctx.db
    .selectFrom('sessions')
    .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .select(['sessions.id', 'sessions.method', 'sessions.ip', 'sessions.agent'])
    .select(['sessions.created_at as since', 'sessions.seen_at as seen'])
    .where('sessions.workspace_id', '=', ctx.workspace.id)
    .where('sessions.identity_id', '=', ctx.actor.identityId)
    .where(sessionLives)
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
  const [ended] = await end(ctx, (session) => session.id === id);
  if (!ended) throw notFound();
  return ended;
}

/** Ends all sessions but the one that asks. Returns how many there were. */
export async function endOtherSessions(ctx: Own): Promise<number> {
  return (await end(ctx, (session) => !session.here)).length;
}

async function end(ctx: Own, which: (session: OpenSession) => boolean): Promise<OpenSession[]> {
  const chosen = (await openSessions(ctx)).filter(which);
  if (chosen.length === 0) return [];
  const ids = chosen.map((session) => session.id);
  const rows = await ctx.db
    .updateTable('sessions')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .where('id', 'in', ids)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  const { actor } = ctx;
  for (const { id } of rows) {
    await record(ctx, sessionEnded, {
      subjectId: actor.identityId,
      accountId: actor.kind === 'contact' ? actor.accountId : null,
      data: { session: id, by: 'account' },
    });
  }
  return chosen.filter((session) => rows.some((row) => row.id === session.id));
}
