import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Ticket } from './ticket.ts';

export interface ThreadFile {
  id: string;
  name: string;
  type: string;
  bytes: number;
}

/** One thing in a thread, in the order it happened. */
export type Entry =
  | {
      kind: 'reply' | 'note';
      id: string;
      at: Date;
      author: string;
      authorTitle: string;
      /** The member or contact who wrote it. */
      authorId: string;
      fromTeam: boolean;
      html: string;
      files: ThreadFile[];
    }
  | {
      kind: 'event';
      id: string;
      at: Date;
      event: string;
      actor: string;
      actorId: string | null;
      data: Record<string, unknown>;
    };

interface Row {
  kind: 'reply' | 'note';
  id: string;
  at: Date;
  author: string;
  author_title: string;
  author_id: string;
  from_team: boolean;
  html: string;
  files: ThreadFile[] | null;
}

const files = (column: 'reply_id' | 'note_id') => sql`(select json_agg(json_build_object('id', f.id, 'name', f.name,
  'type', f.type, 'bytes', f.bytes) order by f.created_at) from attachments f
  where f.workspace_id = e.workspace_id and f.ticket_id = e.ticket_id and f.${sql.ref(column)} = e.id)`;

/**
 * A ticket's replies with their authors and files, and, for members only, the internal notes between them. A customer's
 * query does not name the notes' table; their database would show them none of its rows either.
 */
export async function threadOf(ctx: Ctx, ticket: Ticket): Promise<Entry[]> {
  const replies = sql`select 'reply' as kind, e.id, e.created_at as at, coalesce(c.name, m.name) as author,
      coalesce(c.title, m.title) as author_title, coalesce(c.id, m.id) as author_id, e.member_id is not null as from_team,
      e.body_html as html, ${files('reply_id')} as files
    from replies e
    left join contacts c on c.workspace_id = e.workspace_id and c.account_id = e.account_id and c.id = e.contact_id
    left join members m on m.workspace_id = e.workspace_id and m.id = e.member_id
    where e.workspace_id = ${ctx.workspace.id} and e.ticket_id = ${ticket.id}`;
  const notes = sql`union all select 'note', e.id, e.created_at, m.name, m.title, m.id, true, e.body_html, ${files('note_id')}
    from internal_notes e join members m on m.workspace_id = e.workspace_id and m.id = e.member_id
    where e.workspace_id = ${ctx.workspace.id} and e.ticket_id = ${ticket.id}`;
  const { rows } = await sql<Row>`${replies} ${ctx.actor.kind === 'member' ? notes : sql``} order by at, id`.execute(
    ctx.db,
  );
  const written = rows.map(
    (row): Entry => ({
      kind: row.kind,
      id: row.id,
      at: row.at,
      author: row.author,
      authorTitle: row.author_title,
      authorId: row.author_id,
      fromTeam: row.from_team,
      html: row.html,
      files: row.files ?? [],
    }),
  );
  return merge(written, await happenings(ctx, ticket));
}

const SHOWN = ['ticket.solved', 'ticket.reopened', 'ticket.assigned', 'ticket.triaged'];

/** What happened to the ticket besides words. The policy on events leaves a customer only what is theirs. */
async function happenings(ctx: Ctx, ticket: Ticket): Promise<Entry[]> {
  const rows = await ctx.db
    .selectFrom('events')
    .leftJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'events.workspace_id').onRef('members.id', '=', 'events.actor_person_id'),
    )
    .leftJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'events.workspace_id')
        .onRef('contacts.id', '=', 'events.actor_person_id'),
    )
    .select(['events.id', 'events.kind', 'events.created_at', 'events.data', 'events.actor_person_id'])
    .select((one) => one.fn.coalesce('members.name', 'contacts.name').as('actor'))
    .where('events.workspace_id', '=', ctx.workspace.id)
    .where('events.subject_id', '=', ticket.id)
    .where('events.kind', 'in', SHOWN)
    .orderBy('events.id')
    .execute();
  return rows.map((row) => ({
    kind: 'event',
    id: row.id,
    at: row.created_at,
    event: row.kind,
    actor: row.actor ?? '',
    actorId: row.actor_person_id,
    data: row.data as Record<string, unknown>,
  }));
}

function merge(written: Entry[], happened: Entry[]): Entry[] {
  return [...written, ...happened].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

/** The people a ticket names: who asked, for whom, and who has it. */
export async function peopleOf(ctx: Ctx, ticket: Ticket) {
  return ctx.db
    .selectFrom('contacts')
    .innerJoin('accounts', (join) =>
      join
        .onRef('accounts.workspace_id', '=', 'contacts.workspace_id')
        .onRef('accounts.id', '=', 'contacts.account_id'),
    )
    .leftJoin('members', (join) =>
      join.onRef('members.workspace_id', '=', 'contacts.workspace_id').on('members.id', '=', ticket.assigneeId),
    )
    .select([
      'contacts.id as requesterId',
      'contacts.name as requester',
      'contacts.title as requesterTitle',
      'accounts.id as accountId',
      'accounts.name as account',
      'accounts.short_name as accountShort',
      'accounts.plan as plan',
      'members.name as assignee',
    ])
    .where('contacts.workspace_id', '=', ctx.workspace.id)
    .where('contacts.account_id', '=', ticket.accountId)
    .where('contacts.id', '=', ticket.requesterId)
    .executeTakeFirstOrThrow();
}

export type TicketPeople = Awaited<ReturnType<typeof peopleOf>>;

/** The account's other open tickets and its last solved ones, for whoever answers this one. */
export async function otherTickets(ctx: Ctx, ticket: Ticket) {
  return ctx.db
    .selectFrom('tickets')
    .select(['number', 'subject', 'status'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', ticket.accountId)
    .where('id', '!=', ticket.id)
    .orderBy('active_at', 'desc')
    .orderBy('id', 'desc')
    .limit(4)
    .execute();
}
