import {
  type Browser,
  endInvitations,
  hasIdentity,
  identityFor,
  invitationOf,
  type OpenInvitation,
  type Passed,
  passed,
  personBehind,
} from '#features/identity/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { rightsIn } from '#platform/rights.ts';
import { memberJoined } from './events.ts';
import { whyNotInvite } from './invite.ts';

/** Why an invitation cannot be accepted. `gone`: no such token, here. */
export type Closed = 'accepted' | 'revoked' | 'expired' | 'gone';

export interface MemberInvitation {
  id: string;
  name: string;
  email: string;
  title: string;
  role: string;
  roleName: string;
  expiresAt: Date;
  inviter: { name: string; title: string };
  closed: Closed | null;
  /** By whoever sent it, who could have opened it as well: it does not prove the address. */
  handedOver: boolean;
  /** Whether its address has signed in here before, and so needs no password from us. */
  known: boolean;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The invitation behind a token, whatever has become of it; null for an unknown or foreign one. Elevates. */
export async function memberInvitationBehind(ctx: Ctx, token: string): Promise<MemberInvitation | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const further = await invitationOf(ctx, token);
  const named = invitations(ctx).where(further ? 'i.id' : 'i.token_hash', '=', further ?? sha256Hex(token));
  const row = await named.executeTakeFirst();
  if (!row) return null;
  const { id, name, email, title, role, roleName } = row;
  return {
    ...{ id, name, email, title, role, roleName },
    expiresAt: row.expires_at,
    inviter: { name: row.inviter ?? ctx.workspace.name, title: row.inviterTitle ?? '' },
    closed: closedBy(row, ctx.now),
    handedOver: row.handed_over,
    known: await hasIdentity(ctx, email, !row.handed_over),
  };
}

/** What an address could take up now; null where it was taken up, withdrawn or has run out, or would open nothing. Only the system can look. */
export async function openTeamInvitation(ctx: Ctx, email: string): Promise<OpenInvitation | null> {
  const rows = await invitations(ctx).where('i.email', '=', email).execute();
  const open = rows.find((row) => closedBy(row, ctx.now) === null);
  return open && (await whyNotInvite(ctx, email)) === null
    ? { id: open.id, page: '/team-invitation', expiresAt: open.expires_at }
    : null;
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof invitations>['executeTakeFirst']>>>;

/** Whoever has lost the right to invite meanwhile, or to give this much, has invited nobody. */
function closedBy(row: Row, now: Date): Closed | null {
  const giving = rightsIn(row.giving);
  const stands =
    row.disabled_at === null &&
    giving.has('members.manage') &&
    [...rightsIn(row.rights)].every((right) => giving.has(right)) &&
    (row.givingReach === 'all' || row.reach === 'assigned');
  if (row.accepted_at) return 'accepted';
  if (row.revoked_at !== null || !stands) return 'revoked';
  return row.expires_at <= now ? 'expired' : null;
}

const invitations = (ctx: Ctx) =>
  ctx.db
    .selectFrom('member_invitations as i')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'i.workspace_id').onRef('r.key', '=', 'i.role').on('r.side', '=', 'member'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.id', '=', 'i.invited_by'),
    )
    .leftJoin('roles as g', (join) =>
      join.onRef('g.workspace_id', '=', 'm.workspace_id').onRef('g.key', '=', 'm.role').on('g.side', '=', 'member'),
    )
    .select([
      'i.id',
      'i.name',
      'i.email',
      'i.title',
      'i.role',
      'i.expires_at',
      'i.accepted_at',
      'i.revoked_at',
      'i.handed_over',
    ])
    .select(['r.name as roleName', 'r.rights', 'm.name as inviter', 'm.title as inviterTitle', 'm.disabled_at'])
    .select(['g.rights as giving', 'g.reach as givingReach', 'r.reach'])
    .where('i.workspace_id', '=', ctx.workspace.id);

/**
 * Joins the team. Of many at once one succeeds. Role and address are those of the invitation; the form says only how its owner
 * is called, and a password when the address has never signed in here.
 */
export async function acceptMemberInvitation(
  ctx: Ctx,
  token: string,
  given: { name: string; password?: string | undefined },
  browser: Browser,
): Promise<{ passed: Passed } | { closed: Closed }> {
  const invitation = await memberInvitationBehind(ctx, token);
  if (!invitation) return { closed: 'gone' };
  if (invitation.closed) return { closed: invitation.closed };
  const claimed = await ctx.db
    .updateTable('member_invitations')
    .set({ accepted_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', invitation.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (claimed.numUpdatedRows !== 1n) return { closed: 'accepted' };
  const { email, title, role } = invitation;
  const identity = await identityFor(ctx, { email, locale: ctx.reader.locale, ...given }, !invitation.handedOver);
  if (!identity.usable || (await isCustomers(ctx, identity.id))) return { closed: 'revoked' };
  const id = newId();
  const joined = await ctx.db
    .insertInto('members')
    .values({ workspace_id: ctx.workspace.id, id, identity_id: identity.id, name: given.name, email, title, role })
    .onConflict((same) => same.columns(['workspace_id', 'identity_id']).doNothing())
    .executeTakeFirst();
  // Somebody who was sent away comes back by being let in again, not by an invitation.
  if (joined.numInsertedOrUpdatedRows !== 1n) return { closed: 'revoked' };
  await endWhereWritten(ctx, email);
  const result = await passed(ctx, { identityId: identity.id, method: 'invitation', assurance: 'one' }, browser);
  const them = await personBehind(ctx, identity.id);
  if (!result || !them) throw new Error('no way in for somebody who has just joined');
  await record(them, memberJoined, { subjectId: id, accountId: null, data: {} });
  return { passed: result };
}

/** Whoever has become a customer's person since would lose their customer by it. */
async function isCustomers(ctx: Ctx, identityId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Customers who wrote their address down, and have waited for them: nobody of the team comes to them as theirs. */
async function endWhereWritten(ctx: Ctx, email: string): Promise<void> {
  const entries = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .where('identity_id', 'is', null)
    .execute();
  for (const { id } of entries) await endInvitations(ctx, id);
}
