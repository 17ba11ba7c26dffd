import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import { flagsIn } from '#platform/flags.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { type Page, pageOf } from '#platform/http/keyset.ts';
import { type AccountContact, type Delivery, standingOf } from './account.ts';
import { type PeopleAsked, peopleCursor, peopleName, peopleRank, peopleWay, peopleWithin } from './people-order.ts';

/** On a page of a customer's people. */
const PAGE = 50;

/** A page of the people at a customer, for the team: who is in first, then by name. */
export async function contactsOf(
  ctx: CtxOf<Member>,
  accountId: string,
  asked: PeopleAsked = { find: '', cursor: null },
  size = PAGE,
): Promise<Page<AccountContact>> {
  const way = peopleWay(asked);
  const rows = await withInvitation(ctx, accountId)
    .select([peopleRank.as('people_rank'), peopleName.as('people_name')])
    .where('c.continues_as', 'is', null)
    .where(peopleWithin(asked))
    .orderBy(peopleRank, way)
    .orderBy(peopleName, way)
    .orderBy('c.id', way)
    .limit(sql.lit(size + 1))
    .execute();
  const page = pageOf(rows, size, asked.cursor, peopleCursor);
  const mails = await deliveries(ctx, accountId, page.rows);
  return { ...page, rows: page.rows.map((row) => contactOf(row, ctx.now, mails)) };
}

/** How many people there are at a customer, how many of them may come in, and how many have come. */
export async function countContacts(ctx: CtxOf<Member>, accountId: string) {
  const { rows } = await sql<{ all: number; present: number; joined: number }>`
    select count(*)::int as all, (count(*) filter (where disabled_at is null))::int as present,
      (count(identity_id) filter (where disabled_at is null))::int as joined
    from contacts where workspace_id = ${ctx.workspace.id} and account_id = ${accountId} and continues_as is null`.execute(
    ctx.db,
  );
  return rows[0]!;
}

/** Throws 404 unless this contact belongs to this account. */
export async function findContact(ctx: CtxOf<Member>, accountId: string, id: string): Promise<AccountContact> {
  if (!isId(id)) throw notFound();
  const [row, mails] = await Promise.all([
    withInvitation(ctx, accountId).where('c.id', '=', id).executeTakeFirst(),
    deliveries(ctx, accountId, [{ id }]),
  ]);
  if (!row) throw notFound();
  return contactOf(row, ctx.now, mails);
}

/** As `findContact`, and nobody else changes them until this transaction is over. */
export async function lockContact(ctx: CtxOf<Member>, accountId: string, id: string): Promise<AccountContact> {
  if (!isId(id)) throw notFound();
  await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .execute();
  return findContact(ctx, accountId, id);
}

/** Which customer a contact belongs to. */
export async function placeOf(ctx: CtxOf<Member>, id: string): Promise<{ account: string; contact: string }> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('contacts')
        .select(['id as contact', 'account_id as account'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}

/** The tickets somebody opened, newest activity first. */
export const ticketsAskedBy = (ctx: CtxOf<Member>, accountId: string, contactId: string, limit: number) =>
  ctx.db
    .selectFrom('tickets')
    .select(['id', 'number', 'subject', 'status', 'active_at as activeAt', 'waiting_since as waitingSince'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('requester_id', '=', contactId)
    .orderBy('active_at', 'desc')
    .limit(sql.lit(limit))
    .execute();

/** What became of the mails with the invitations of these people, by contact. */
async function deliveries(
  ctx: CtxOf<Member>,
  accountId: string,
  people: readonly { id: string }[],
): Promise<Map<string, Delivery>> {
  const { rows } = await sql<Delivery & { contact_id: string }>`
    select contact_id, state, response from app.invitation_mails(${accountId}::uuid)
    where contact_id = any(${people.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
  return new Map(rows.map(({ contact_id, state, response }) => [contact_id, { state, response }]));
}

/** First names of the other people of the actor's account who are already in. */
export async function colleaguesOf(ctx: Ctx, accountId: string, personId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('name')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('id', '<>', personId)
    .where('identity_id', 'is not', null)
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .limit(sql.lit(4))
    .execute();
  return rows.map((row) => row.name);
}

const withInvitation = (ctx: Ctx, accountId: string) =>
  ctx.db
    .selectFrom('contacts as c')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('invitations as i')
          .select(['i.created_at as invited_at', 'i.expires_at as invited_until', 'i.accepted_at'])
          .whereRef('i.workspace_id', '=', 'c.workspace_id')
          .whereRef('i.contact_id', '=', 'c.id')
          .where('i.revoked_at', 'is', null)
          .orderBy('i.created_at', 'desc')
          .limit(sql.lit(1))
          .as('i'),
      (join) => join.onTrue(),
    )
    .leftJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.title', 'c.phone', 'c.photo', 'c.role', 'c.flags'])
    .select(['c.identity_id', 'c.disabled_at'])
    .select(['c.continues_as', 'c.forgotten_at'])
    .select(['r.name as role_name', 'i.invited_at', 'i.invited_until', 'i.accepted_at'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.account_id', '=', accountId);

type Row = Awaited<ReturnType<ReturnType<typeof withInvitation>['execute']>>[number];

const contactOf = (row: Row, now: Date, mails: Map<string, Delivery>): AccountContact => ({
  id: row.id,
  name: row.name,
  email: row.email,
  title: row.title,
  phone: row.phone,
  photo: row.photo,
  role: row.role,
  roleName: row.role_name ?? '',
  flags: [...flagsIn(row.flags)],
  standing: standingOf(
    { disabledAt: row.disabled_at, hasIdentity: row.identity_id !== null, invitedUntil: row.invited_until },
    now,
  ),
  joined: row.identity_id !== null,
  invitedAt: row.invited_at,
  invitedUntil: row.accepted_at ? null : row.invited_until,
  joinedAt: row.accepted_at,
  continuesAs: row.continues_as,
  forgotten: row.forgotten_at !== null,
  mail: row.identity_id ? null : (mails.get(row.id) ?? null),
});
