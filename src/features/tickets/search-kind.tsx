import { sql } from 'kysely';
import type { Line, SearchKind } from '#features/search/index.ts';
import { hasRoom } from '#platform/customer-rooms.ts';
import { type Asker, type Given, kept } from '#platform/db/kept.ts';
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
  lines: async (ctx, found) => linesOf(ctx, await among.all(ctx, { ids: found.map(({ id }) => id) })),
  async byNumber(ctx, number) {
    const row = await numbered.first(ctx, { number });
    return row ? lineOf(ctx, row) : null;
  },
  async waiting(ctx, most) {
    const { actor } = ctx;
    let found: Row[] = [];
    if (actor.kind === 'contact') found = await waitingForReader.all(ctx, { account: actor.accountId }, { most });
    if (actor.kind === 'member') found = await waitingWith.all(ctx, { member: actor.personId }, { most });
    return found.map((row) => lineOf(ctx, row));
  },
  async recent(ctx, most) {
    const { actor } = ctx;
    let found: Row[] = [];
    if (actor.kind === 'contact') found = await recentAt.all(ctx, { account: actor.accountId }, { most });
    if (actor.kind === 'member') found = await recentWith.all(ctx, { member: actor.personId }, { most });
    return found.map((row) => lineOf(ctx, row));
  },
  fill: fillTickets,
};

const rows = (by: Asker) =>
  visibleTickets(by)
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
      asksThemselves(by).as('asksReader'),
    ]);

const among = kept((by, { ids }: Given<{ ids: string[] }>) =>
  rows(by).where(sql<boolean>`tickets.id = any (${ids}::uuid[])`),
);
const numbered = kept((by, { number }: Given<{ number: number }>) => rows(by).where('tickets.number', '=', number));

type AtAccount = Given<{ account: string }>;
type WithMember = Given<{ member: string }>;

const waitingForReader = kept((by, { account }: AtAccount, { most }: { most: number }) =>
  rows(by)
    .where('tickets.account_id', '=', account)
    .where('status', '=', PENDING)
    .where(asksThemselves(by))
    .orderBy('tickets.active_at')
    .limit(sql.lit(most)),
);
const waitingWith = kept((by, { member }: WithMember, { most }: { most: number }) =>
  rows(by)
    .where('assignee_id', '=', member)
    .where('waiting_since', 'is not', null)
    .orderBy('priority_rank')
    .orderBy('waiting_since')
    .limit(sql.lit(most)),
);

const newest = (by: Asker, most: number) =>
  rows(by).orderBy('tickets.active_at', 'desc').orderBy('tickets.id', 'desc').limit(sql.lit(most));
const recentAt = kept((by, { account }: AtAccount, { most }: { most: number }) =>
  newest(by, most).where('tickets.account_id', '=', account),
);
const recentWith = kept((by, { member }: WithMember, { most }: { most: number }) =>
  newest(by, most).where('assignee_id', '=', member),
);

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
