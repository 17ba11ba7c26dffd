import { sql } from 'kysely';
import type { Line, SearchKind } from '#features/search/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatRelative } from '#platform/i18n/format.ts';
import { asksThemselves, visibleTickets } from './access.ts';
import { fillTickets } from './fill.ts';
import { say } from './messages.ts';
import { PENDING } from './queries.ts';
import { refOf, type Status } from './ticket.ts';
import { TurnOf } from './views/badges.tsx';

/** What is found of tickets: for customers by what both sides wrote, for the team by its notes as well. */
export const searchKind: SearchKind = {
  kind: 'ticket',
  also: ['note'],
  icon: 'ticket',
  label: (reader) => say(reader, 'found.tickets'),
  may: ({ actor }) => hasRoom(actor, 'support') && (actor.kind !== 'member' || actor.reach !== 'none'),
  lines: async (ctx, ids) => linesOf(ctx, await rows(ctx).where('tickets.id', 'in', ids).execute()),
  async byNumber(ctx, number) {
    const row = await rows(ctx).where('tickets.number', '=', number).executeTakeFirst();
    return row ? lineOf(ctx, row) : null;
  },
  async waiting(ctx, most) {
    const { actor } = ctx;
    let query = rows(ctx).limit(sql.lit(most));
    if (actor.kind === 'contact')
      query = query
        .where('tickets.account_id', '=', actor.accountId)
        .where('status', '=', PENDING)
        .where(asksThemselves(ctx))
        .orderBy('tickets.active_at');
    else if (actor.kind === 'member')
      query = query
        .where('assignee_id', '=', actor.personId)
        .where('waiting_since', 'is not', null)
        .orderBy('priority_rank')
        .orderBy('waiting_since');
    else return [];
    return (await query.execute()).map((row) => lineOf(ctx, row));
  },
  async recent(ctx, most) {
    const { actor } = ctx;
    let query = rows(ctx).orderBy('tickets.active_at', 'desc').orderBy('tickets.id', 'desc').limit(sql.lit(most));
    if (actor.kind === 'contact') query = query.where('tickets.account_id', '=', actor.accountId);
    else if (actor.kind === 'member') query = query.where('assignee_id', '=', actor.personId);
    else return [];
    return (await query.execute()).map((row) => lineOf(ctx, row));
  },
  fill: fillTickets,
};

const rows = (ctx: Ctx) =>
  visibleTickets(ctx)
    .innerJoin('accounts', (join) =>
      join.onRef('accounts.workspace_id', '=', 'tickets.workspace_id').onRef('accounts.id', '=', 'tickets.account_id'),
    )
    .innerJoin('contacts', (join) =>
      join
        .onRef('contacts.workspace_id', '=', 'tickets.workspace_id')
        .onRef('contacts.account_id', '=', 'tickets.account_id')
        .onRef('contacts.id', '=', 'tickets.requester_id'),
    )
    .select([
      'tickets.id',
      'tickets.number',
      'tickets.subject',
      'tickets.status',
      'tickets.active_at as activeAt',
      'accounts.short_name as account',
      'tickets.requester_id as requesterId',
      'contacts.name as requester',
      asksThemselves(ctx).as('asksReader'),
    ]);

interface Row {
  id: string;
  number: number;
  subject: string;
  status: string;
  activeAt: Date;
  account: string;
  requesterId: string;
  requester: string;
  asksReader: boolean;
}

const linesOf = (ctx: Ctx, found: Row[]): ReadonlyMap<string, Line> =>
  new Map(found.map((row) => [row.id, lineOf(ctx, row)]));

function lineOf(ctx: Ctx, { number, subject, status, activeAt, account, ...row }: Row): Line {
  const { reader, actor, workspace } = ctx;
  const theirs = row.asksReader || ('personId' in actor && row.requesterId === actor.personId);
  const team = actor.kind === 'member';
  const facts = [refOf(number), ...(team ? [account] : []), formatRelative(reader, activeAt, 'within')];
  return {
    href: `${team ? '/inbox' : '/support'}/${number}`,
    title: subject,
    note: facts.join(' · '),
    end: (
      <TurnOf
        reader={reader}
        status={status as Status}
        side={team ? 'team' : 'customer'}
        them={team ? account : workspace.shortName}
        colleague={team || theirs ? undefined : row.requester}
      />
    ),
  };
}
