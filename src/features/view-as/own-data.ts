import type { OwnData } from '#platform/own-data.ts';

/** When somebody of the team looked at the portal as this person: whether customers hear of it is for the business to say. */
const looks: OwnData = {
  name: 'looks_as_them',
  of: 'entry',
  only: 'team',
  page: (db, person, after, limit) =>
    db
      .selectFrom('portal_views as v')
      .innerJoin('members as m', (join) =>
        join.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.id', '=', 'v.member_id'),
      )
      .select(['v.id', 'm.name as by', 'v.started_at', 'v.ended_at'])
      .where('v.workspace_id', '=', person.workspaceId)
      .where('v.contact_id', '=', person.personId)
      .where('v.id', '>', after)
      .orderBy('v.id')
      .limit(limit)
      .execute(),
};

export const ownData: readonly OwnData[] = [looks];
