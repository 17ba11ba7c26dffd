import type { OwnData } from '#platform/own-data.ts';

/** With those that have ended, as long as they are kept; not what would open anything. */
const sessions: OwnData = {
  name: 'sessions',
  page: (db, person, after, limit) =>
    db
      .selectFrom('sessions')
      .select(['id', 'method', 'ip', 'agent', 'created_at', 'seen_at', 'expires_at', 'revoked_at'])
      .where('workspace_id', '=', person.workspaceId)
      .where('identity_id', '=', person.identityId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [sessions];
