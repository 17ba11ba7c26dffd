import type { OwnData } from '#platform/own-data.ts';

const tickets: OwnData = {
  name: 'tickets',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'member'
      ? []
      : db
          .selectFrom('tickets')
          .select(['id', 'number', 'subject', 'status', 'urgency', 'created_at', 'solved_at', 'closed_at'])
          .where('workspace_id', '=', person.workspaceId)
          .where('account_id', '=', person.accountId)
          .where('requester_id', '=', person.personId)
          .where('id', '>', after)
          .orderBy('id')
          .limit(limit)
          .execute(),
};

const replies: OwnData = {
  name: 'replies',
  of: 'entry',
  page: (db, person, after, limit) =>
    db
      .selectFrom('replies as r')
      .innerJoin('tickets as t', (join) =>
        join.onRef('t.workspace_id', '=', 'r.workspace_id').onRef('t.id', '=', 'r.ticket_id'),
      )
      .select(['r.id', 't.number as ticket', 'r.body_html as html', 'r.channel', 'r.created_at'])
      .where('r.workspace_id', '=', person.workspaceId)
      .where(person.kind === 'member' ? 'r.member_id' : 'r.contact_id', '=', person.personId)
      .where('r.id', '>', after)
      .orderBy('r.id')
      .limit(limit)
      .execute(),
};

/** Tickets that others asked, and that they are named on. */
const namedOn: OwnData = {
  name: 'named_on_tickets',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'member'
      ? []
      : db
          .selectFrom('ticket_people as p')
          .innerJoin('tickets as t', (join) =>
            join.onRef('t.workspace_id', '=', 'p.workspace_id').onRef('t.id', '=', 'p.ticket_id'),
          )
          .select(['t.id', 't.number as ticket', 'p.created_at'])
          .where('p.workspace_id', '=', person.workspaceId)
          .where('p.contact_id', '=', person.personId)
          .where('t.id', '>', after)
          .orderBy('t.id')
          .limit(limit)
          .execute(),
};

/** Of members only: a customer has none, and their walls would show them none. */
const notes: OwnData = {
  name: 'internal_notes',
  of: 'entry',
  page: async (db, person, after, limit) =>
    person.kind === 'contact'
      ? []
      : db
          .selectFrom('internal_notes as n')
          .innerJoin('tickets as t', (join) =>
            join.onRef('t.workspace_id', '=', 'n.workspace_id').onRef('t.id', '=', 'n.ticket_id'),
          )
          .select(['n.id', 't.number as ticket', 'n.body_html as html', 'n.created_at'])
          .where('n.workspace_id', '=', person.workspaceId)
          .where('n.member_id', '=', person.personId)
          .where('n.id', '>', after)
          .orderBy('n.id')
          .limit(limit)
          .execute(),
};

const files: OwnData = {
  name: 'files',
  page: (db, person, after, limit) =>
    db
      .selectFrom('attachments')
      .select(['id', 'name', 'type', 'bytes', 'sha256', 'created_at'])
      .where('workspace_id', '=', person.workspaceId)
      .where('uploaded_by', '=', person.identityId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(limit)
      .execute(),
  contents: async (db, person, after, limit) =>
    (
      await db
        .selectFrom('attachments')
        .select(['id', 'name', 'storage_key as key', 'bytes'])
        .where('workspace_id', '=', person.workspaceId)
        .where('uploaded_by', '=', person.identityId)
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit)
        .execute()
    ).map((row) => ({ ...row, bytes: Number(row.bytes) })),
};

export const ownData: readonly OwnData[] = [tickets, replies, namedOn, notes, files];
