import { sql } from 'kysely';
import { makeCode, spendCode } from '#features/identity/index.ts';
import type { Ticket } from '#features/tickets/index.ts';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { guestProved } from './events.ts';
import type { GuestLink } from './link.ts';

const SESSION_HOURS = 12;
/** What a browser keeps that has asked for a code. */
export const CODE_COOKIE = 'portico_guest_code';

/** Who has come in by a link: what they may read, and until when. */
export interface Guest {
  linkId: string;
  ticketId: string;
  accountId: string;
  email: string;
  sharedBy: string;
  /** When the link ends; this browser’s session ends sooner. */
  linkEndsAt: Date;
}

/** A code is good for one link, in the browser that asked for it. */
const requestOf = (link: GuestLink, request: string): string => `guest ${link.id} ${sha256Hex(request)}`;

/** The code to be mailed, and what the browser keeps to use it. The caller has elevated. */
export async function newCode(ctx: Ctx, link: GuestLink): Promise<{ code: string; request: string }> {
  const request = randomToken();
  return { request, code: await makeCode(ctx, null, requestOf(link, request)) };
}

/** The token of a session for that link; null when the code is not the one. The caller has elevated. */
export async function proveAddress(
  ctx: Ctx,
  link: GuestLink,
  request: string,
  typed: string,
): Promise<{ token: string; seconds: number } | null> {
  if (!request || !(await spendCode(ctx, requestOf(link, request), typed))) return null;
  const token = randomToken();
  const longest = ctx.now.getTime() + SESSION_HOURS * 3_600_000;
  const expiresAt = new Date(Math.min(longest, link.expiresAt.getTime()));
  await ctx.db
    .insertInto('guest_sessions')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      link_id: link.id,
      token_hash: sha256Hex(token),
      expires_at: expiresAt,
      created_at: ctx.now,
    })
    .execute();
  const data = { ticket: link.ticket, number: link.number };
  await record(ctx, guestProved, { subjectId: link.id, accountId: link.accountId, data });
  return { token, seconds: Math.round((expiresAt.getTime() - ctx.now.getTime()) / 1000) };
}

/**
 * From here on this transaction sees what was shared with this browser, and nothing else, whoever is signed in besides. Null when
 * the session does not hold for that link: then it is a visitor's.
 */
export async function enterAsGuest(
  ctx: Ctx,
  linkId: string,
  token: string,
): Promise<{ ctx: Ctx; guest: Guest } | null> {
  if (!isId(linkId) || !token) return null;
  const { rows } =
    await sql<Guest>`select link_id as "linkId", ticket_id as "ticketId", account_id as "accountId", email,
      shared_by as "sharedBy", link_ends_at as "linkEndsAt"
    from app.enter_guest(${ctx.workspace.id}::uuid, ${sha256Hex(token)}, ${linkId}::uuid)`.execute(ctx.db);
  const [guest] = rows;
  return guest ? { guest, ctx: { ...ctx, actor: { kind: 'visitor', wasIdentity: null } } } : null;
}

/** Who asked and who has it. Of these people a guest's transaction knows name and title, and no row. */
export async function peopleIn(ctx: Ctx, ticket: Ticket): Promise<{ requester: string; assignee: string | null }> {
  const { rows } = await sql<{ requester: string; assignee: string | null }>`select
      (select name from app.shared_people() where id = ${ticket.requesterId}) as requester,
      (select name from app.shared_people() where id = ${ticket.assigneeId}::uuid) as assignee`.execute(ctx.db);
  return rows[0]!;
}
