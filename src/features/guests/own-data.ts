import { addressOf, type OwnData } from '#platform/own-data.ts';

/** What was shared with their address before they had access. */
const guestLinks: OwnData = {
  name: 'guest_links',
  asSystem: true,
  of: 'address',
  page: (db, person, after, limit) =>
    db
      .selectFrom('guest_links as l')
      .select(['l.id', 'l.email', 'l.object_kind', 'l.created_at', 'l.sent_at', 'l.expires_at', 'l.revoked_at'])
      .where('l.workspace_id', '=', person.workspaceId)
      .where('l.email', '=', addressOf(person))
      .where('l.id', '>', after)
      .orderBy('l.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [guestLinks];
