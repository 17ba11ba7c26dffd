import type { OwnData } from '#platform/own-data.ts';

/** What somebody follows in the help center. */
const follows: OwnData = {
  name: 'article_follows',
  page: (db, person, after, limit) =>
    db
      .selectFrom('article_follows as f')
      .leftJoin('articles as a', (join) =>
        join.onRef('a.workspace_id', '=', 'f.workspace_id').onRef('a.id', '=', 'f.article_id'),
      )
      .leftJoin('categories as k', (join) =>
        join.onRef('k.workspace_id', '=', 'f.workspace_id').onRef('k.id', '=', 'f.category_id'),
      )
      .select(['f.id', 'a.number as article', 'k.slug as category', 'f.created_at'])
      .where('f.workspace_id', '=', person.workspaceId)
      .where('f.identity_id', '=', person.identityId)
      .where('f.id', '>', after)
      .orderBy('f.id')
      .limit(limit)
      .execute(),
  // Also what is not theirs to read any more.
  asSystem: true,
};

export const ownData: readonly OwnData[] = [follows];
