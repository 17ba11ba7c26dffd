import { addressOf, type OwnData } from '#platform/own-data.ts';

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

/** Which mails there were to them, without the text: it may hold a link that lets whoever reads it in. */
const mails: OwnData = {
  name: 'mails',
  asSystem: true,
  of: 'address',
  page: (db, person, after, limit) =>
    db
      .selectFrom('mails')
      .select(['id', 'kind', 'to_address', 'subject', 'state', 'created_at', 'sent_at'])
      .where('workspace_id', '=', person.workspaceId)
      .where('to_address', '=', addressOf(person))
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [sessions, mails];
