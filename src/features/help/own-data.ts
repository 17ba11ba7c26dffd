import type { OwnData } from '#platform/own-data.ts';

/** What somebody thought of articles. */
const votes: OwnData = {
  name: 'article_votes',
  page: (db, person, after, limit) =>
    db
      .selectFrom('article_votes as v')
      .innerJoin('articles as a', (join) =>
        join.onRef('a.workspace_id', '=', 'v.workspace_id').onRef('a.id', '=', 'v.article_id'),
      )
      .select(['v.id', 'a.number as article', 'v.helpful', 'v.comment', 'v.created_at', 'v.updated_at'])
      .where('v.workspace_id', '=', person.workspaceId)
      .where('v.identity_id', '=', person.identityId)
      .where('v.id', '>', after)
      .orderBy('v.id')
      .limit(limit)
      .execute(),
  // Also of an article that is not theirs to read any more.
  asSystem: true,
};

export const ownData: readonly OwnData[] = [votes];
