import { sql } from 'kysely';
import { z } from 'zod';
import { findTicket, type Ticket } from '#features/tickets/index.ts';
import type { FindOutsiders } from '#features/visibility/index.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import { alone } from '#platform/db/turns.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { may } from '#platform/rights.ts';
import { guestEnded, ticketShared } from './events.ts';
import { stands } from './link.ts';
import { mailLink } from './mail.ts';

type On = CtxOf<Member>;

/** How long a link may open something, in days. */
export const terms = ['3', '14', '30'] as const;

export const shareFields = z.object({ days: z.enum(terms, 'error.days').optional().default('14') });

export const mayShare = (actor: Ctx['actor']): boolean => actor.kind === 'member' && may(actor, 'contacts.invite');

/** A guest comes in by what is mailed to them, and by nothing else. */
export const reachesGuests = ({ platform }: Pick<Ctx, 'platform'>): boolean => sendsMail(platform.config);

const MOST = 20;
const DAY_MS = 86_400_000;

export type Refusal = 'error.member' | 'error.contact' | 'error.many' | 'error.shut';

/** Mails a link to this ticket. Whoever has one already gets another, and the old one opens nothing any more. */
export async function share(ctx: On, number: string, email: string, days: number): Promise<Refusal | 'sent'> {
  const ticket = await findTicket(ctx, number);
  demand(mayShare(ctx.actor) && reachesGuests(ctx));
  // Two at once would both count nineteen.
  await alone(ctx.db, ctx.workspace.id, `guests of ${ticket.id}`);
  const refusal = await standing(ctx, ticket, email);
  if (refusal) return refusal;
  const token = randomToken();
  const fresh = {
    token_hash: sha256Hex(token),
    shared_by: ctx.actor.personId,
    sent_at: ctx.now,
    expires_at: new Date(ctx.now.getTime() + days * DAY_MS),
  };
  const { id } = await ctx.db
    .insertInto('guest_links')
    .values({
      ...fresh,
      workspace_id: ctx.workspace.id,
      id: newId(),
      account_id: ticket.accountId,
      object_kind: 'ticket',
      object_id: ticket.id,
      email,
      created_at: ctx.now,
    })
    .onConflict((same) =>
      same
        .columns(['workspace_id', 'object_kind', 'object_id', 'email'])
        .where('revoked_at', 'is', null)
        .doUpdateSet(fresh),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  await tell(ctx, ticket, { id, email, token, expiresAt: fresh.expires_at, how: 'sent' });
  return 'sent';
}

/** Another link to the same address, for as long again. Returns the address, or why it would open nothing. */
export async function sendAgain(ctx: On, number: string, id: string): Promise<{ email: string } | Refusal> {
  const { ticket, link } = await linkOn(ctx, number, id);
  demand(reachesGuests(ctx));
  const refusal = await standing(ctx, ticket, link.email);
  if (refusal) return refusal;
  const token = randomToken();
  const expiresAt = new Date(ctx.now.getTime() + (link.expires_at.getTime() - link.sent_at.getTime()));
  await ctx.db
    .updateTable('guest_links')
    .set({ token_hash: sha256Hex(token), shared_by: ctx.actor.personId, sent_at: ctx.now, expires_at: expiresAt })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await tell(ctx, ticket, { id, email: link.email, token, expiresAt, how: 'again' });
  return { email: link.email };
}

/** From now on the link, and every browser that came in by it, opens nothing. Returns the address. */
export async function takeBack(ctx: On, number: string, id: string): Promise<string> {
  const { ticket, link } = await linkOn(ctx, number, id);
  await ctx.db
    .updateTable('guest_links')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const data = { ticket: ticket.id, number: ticket.number };
  await record(ctx, guestEnded, { subjectId: id, accountId: ticket.accountId, data });
  return link.email;
}

async function linkOn(ctx: On, number: string, id: string) {
  const ticket = await findTicket(ctx, number);
  demand(mayShare(ctx.actor));
  const link = isId(id)
    ? await ctx.db
        .selectFrom('guest_links')
        .select(['email', 'sent_at', 'expires_at'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .where('ticket_id', '=', ticket.id)
        .where('revoked_at', 'is', null)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!link) throw notFound();
  return { ticket, link };
}

interface Sent {
  id: string;
  email: string;
  token: string;
  expiresAt: Date;
  how: 'sent' | 'again';
}

async function tell(ctx: On, ticket: Ticket, { id, email, token, expiresAt, how }: Sent): Promise<void> {
  const data = { ticket: ticket.id, number: ticket.number, how, email };
  await record(ctx, ticketShared, { subjectId: id, accountId: ticket.accountId, data });
  await mailLink(ctx, { email, number: ticket.number, token, expiresAt });
}

/**
 * Whoever comes in another way needs no link; whoever was sent away, or whose customer was, gets none. An address that was only written
 * down, as a customer may any, keeps nobody from being a guest.
 */
async function standing({ db, workspace }: On, ticket: Ticket, email: string): Promise<Refusal | null> {
  const [member, contact, links, account] = await Promise.all([
    db
      .selectFrom('members')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('email', '=', email)
      .executeTakeFirst(),
    db
      .selectFrom('contacts')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('account_id', '=', ticket.accountId)
      .where('email', '=', email)
      .where(sql<boolean>`app.has_stood_there(contacts)`)
      .executeTakeFirst(),
    db
      .selectFrom('guest_links')
      .select(sql<number>`count(*)::int`.as('n'))
      .where('workspace_id', '=', workspace.id)
      .where('ticket_id', '=', ticket.id)
      .where('revoked_at', 'is', null)
      .where('email', '!=', email)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('accounts')
      .select(sql<boolean>`archived_at is not null or 'support' = any (app.shut_for(id, 'room'))`.as('shut'))
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', ticket.accountId)
      .executeTakeFirstOrThrow(),
  ]);
  if (member) return 'error.member';
  if (contact) return 'error.contact';
  if (account.shut) return 'error.shut';
  return links.n >= MOST ? 'error.many' : null;
}

/** One address a ticket was shared with. */
export interface SharedWith {
  id: string;
  email: string;
  expiresAt: Date;
  by: string;
  stands: boolean;
  openedAt: Date | null;
}

/** Those whose link opens the ticket now. */
export const outsiders: FindOutsiders = ({ db, workspace }, { id }) =>
  db
    .selectFrom('guest_links')
    .select(['id', 'email', 'expires_at as until'])
    .where('workspace_id', '=', workspace.id)
    .where('ticket_id', '=', id)
    .where(stands(workspace.id))
    .orderBy('email')
    .execute();

const shared = kept(({ db, workspace }, { account, ticket }: Given<{ account: string; ticket: string }>) =>
  db
    .selectFrom('guest_links')
    .innerJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'guest_links.workspace_id')
        .onRef('members.id', '=', 'guest_links.shared_by'),
    )
    .select(['guest_links.id', 'guest_links.email', 'guest_links.expires_at as expiresAt', 'members.name as by'])
    .select(stands(workspace.id).as('stands'))
    .select(
      sql<Date | null>`(select max(e.created_at) from events e where e.workspace_id = guest_links.workspace_id
        and e.subject_id = guest_links.id and e.kind = 'guest.ticket_read')`.as('openedAt'),
    )
    .where('guest_links.workspace_id', '=', workspace.id)
    .where('guest_links.account_id', '=', account)
    .where('guest_links.ticket_id', '=', ticket)
    .where('guest_links.revoked_at', 'is', null)
    .orderBy('guest_links.created_at', 'desc'),
);

/** With whom a ticket is shared, the last one first. What was taken back is in the log. */
export const guestsOf = (ctx: On, { accountId, id }: Ticket): Promise<SharedWith[]> =>
  shared.all(ctx, { account: accountId, ticket: id });
