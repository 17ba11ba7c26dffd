import { addressOf, type OwnData } from '#platform/own-data.ts';

/** What somebody said at the door before they had access, as long as it is kept. */
const signUps: OwnData = {
  name: 'sign_ups',
  asSystem: true,
  of: 'address',
  page: (db, person, after, limit) =>
    db
      .selectFrom('sign_ups as s')
      .select(['s.id', 's.email', 's.name', 's.company', 's.answers', 's.terms_url', 's.created_at', 's.proved_at'])
      .select(['s.decision', 's.decided_at', 's.reason'])
      .where('s.workspace_id', '=', person.workspaceId)
      .where('s.email', '=', addressOf(person))
      // What nobody has proved may be somebody else's words about this address.
      .where('s.proved_at', 'is not', null)
      .where('s.id', '>', after)
      .orderBy('s.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [signUps];
