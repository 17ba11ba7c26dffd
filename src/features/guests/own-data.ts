import type { OwnData } from '#platform/own-data.ts';

/** What was shared with their address before they had access. */
const guestLinks: OwnData = {
  name: 'guest_links',
  asSystem: true,
  page: (db, person, after, limit) =>
    db
      .selectFrom('guest_links as l')
      .innerJoin('identities as i', (join) =>
        join.onRef('i.workspace_id', '=', 'l.workspace_id').onRef('i.email', '=', 'l.email'),
      )
      .select(['l.id', 'l.email', 'l.object_kind', 'l.created_at', 'l.sent_at', 'l.expires_at', 'l.revoked_at'])
      .where('l.workspace_id', '=', person.workspaceId)
      .where('i.id', '=', person.identityId)
      .where('l.id', '>', after)
      .orderBy('l.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [guestLinks];
