import type { OwnData } from '#platform/own-data.ts';

const notifications: OwnData = {
  name: 'notifications',
  page: (db, person, after, limit) =>
    db
      .selectFrom('notifications')
      .select(['id', 'kind', 'data', 'url', 'times', 'read_at', 'created_at'])
      .where('workspace_id', '=', person.workspaceId)
      .where('identity_id', '=', person.identityId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [notifications];
