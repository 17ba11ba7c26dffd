import type { OwnData } from '#platform/own-data.ts';

/** Of members only: customers write no articles. */
const versions: OwnData = {
  name: 'article_versions',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'contact'
      ? []
      : db
          .selectFrom('article_versions as v')
          .innerJoin('articles as a', (join) =>
            join.onRef('a.workspace_id', '=', 'v.workspace_id').onRef('a.id', '=', 'v.article_id'),
          )
          .select([
            'v.id',
            'a.number as article',
            'v.locale',
            'v.n',
            'v.title',
            'v.summary',
            'v.body_html as html',
            'v.note',
            'v.created_at',
          ])
          .where('v.workspace_id', '=', person.workspaceId)
          .where('v.member_id', '=', person.personId)
          .where('v.id', '>', after)
          .orderBy('v.id')
          .limit(limit)
          .execute(),
};

const pictures: OwnData = {
  name: 'article_pictures',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'contact'
      ? []
      : db
          .selectFrom('article_pictures')
          .select(['id', 'name', 'type', 'bytes', 'sha256', 'created_at'])
          .where('workspace_id', '=', person.workspaceId)
          .where('member_id', '=', person.personId)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
};

export const ownData: readonly OwnData[] = [versions, pictures];
