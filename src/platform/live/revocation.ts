import { sql } from 'kysely';
import { inScope } from '../db/scope.ts';
import type { Platform } from '../platform.ts';
import type { Listener } from './hub.ts';

/** The rule of app.enter(), for a query of `sessions` joined with `workspaces`. */
export const sessionLives = sql<boolean>`app.session_lives(sessions.revoked_at, sessions.expires_at, sessions.created_at,
  sessions.seen_at, workspaces.session_hours, workspaces.idle_minutes)`;

const SWEEP_MS = 4_000;

/**
 * Closes the streams of sessions that have run out, or whose owner was sent away: within five seconds, whatever ended them.
 * Of a session that somebody ends the hub is told at once.
 */
export function closeEnded(platform: Platform): { stop(): void } {
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || platform.hub.size() === 0) return;
    busy = true;
    try {
      for (const [workspaceId, listeners] of byWorkspace(platform.hub.listeners())) {
        const alive = await aliveSessions(platform, workspaceId, [...new Set(listeners.map((one) => one.sessionId))]);
        for (const listener of listeners) if (!alive.has(listener.sessionId)) listener.close('session');
      }
    } catch (error) {
      platform.log.debug({ err: error }, 'sessions of live pages not checked');
    } finally {
      busy = false;
    }
  }, SWEEP_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

function byWorkspace(listeners: Iterable<Listener>): Map<string, Listener[]> {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const group = groups.get(listener.workspaceId);
    if (group) group.push(listener);
    else groups.set(listener.workspaceId, [listener]);
  }
  return groups;
}

/** Of these sessions, those that are good for something still. */
export async function aliveSessions(platform: Platform, workspaceId: string, ids: string[]): Promise<Set<string>> {
  return inScope(platform.pool, { workspaceId, system: true, readOnly: true }, async (db) => {
    const rows = await db
      .selectFrom('sessions')
      .innerJoin('identities', (join) =>
        join
          .onRef('identities.workspace_id', '=', 'sessions.workspace_id')
          .onRef('identities.id', '=', 'sessions.identity_id'),
      )
      .leftJoin('members', (join) =>
        join
          .onRef('members.workspace_id', '=', 'sessions.workspace_id')
          .onRef('members.identity_id', '=', 'sessions.identity_id')
          .on('members.disabled_at', 'is', null),
      )
      .leftJoin('contacts', (join) =>
        join
          .onRef('contacts.workspace_id', '=', 'sessions.workspace_id')
          .onRef('contacts.identity_id', '=', 'sessions.identity_id')
          .on('contacts.disabled_at', 'is', null),
      )
      .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
      .select('sessions.id')
      .where('sessions.workspace_id', '=', workspaceId)
      .where('sessions.id', 'in', ids)
      .where(sessionLives)
      .where('identities.disabled_at', 'is', null)
      .where((who) => who.or([who('members.id', 'is not', null), who('contacts.id', 'is not', null)]))
      .execute();
    return { value: new Set(rows.map((row) => row.id)), commit: true };
  });
}
