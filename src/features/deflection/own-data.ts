import type { OwnData } from '#platform/own-data.ts';

/** Tickets they began to write, and what was suggested to them. */
const sessions: OwnData = {
  name: 'answers_before_a_ticket',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'member'
      ? []
      : db
          .selectFrom('deflection_sessions')
          .select(['id', 'arm', 'topic', 'suggested', 'opened', 'answer', 'outcome'])
          .select(['ticket_id', 'raised_at', 'begun_at', 'ended_at'])
          .where('workspace_id', '=', person.workspaceId)
          .where('account_id', '=', person.accountId)
          .where('contact_id', '=', person.personId)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
};

export const ownData: readonly OwnData[] = [sessions];
