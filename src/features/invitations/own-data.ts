import type { OwnData } from '#platform/own-data.ts';

/** Invitations to somebody of a customer's, without what would open them. */
const invitations: OwnData = {
  name: 'invitations',
  asSystem: true,
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'member'
      ? []
      : db
          .selectFrom('invitations')
          .select(['id', 'message', 'created_at', 'expires_at', 'accepted_at', 'revoked_at'])
          .where('workspace_id', '=', person.workspaceId)
          .where('contact_id', '=', person.personId)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
};

export const ownData: readonly OwnData[] = [invitations];
