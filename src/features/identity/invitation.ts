import { sha256Hex } from '#platform/crypto.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { rightsIn } from '#platform/rights.ts';
import { invitationOf, type OpenInvitation } from './another-link.ts';

/** Why an invitation cannot be accepted. `gone`: no such token, here. */
export type Closed = 'accepted' | 'revoked' | 'expired' | 'gone';

export interface Invitation {
  id: string;
  accountId: string;
  accountName: string;
  contactId: string;
  name: string;
  email: string;
  /** The key of their role, and its name when it is one of the business's own. */
  role: string;
  roleName: string;
  message: string;
  expiresAt: Date;
  /** `business`: whom they speak for, ours or the customer's own. */
  inviter: { name: string; title: string; business: string } | null;
  closed: Closed | null;
  /** By whoever sent it, who could have opened it as well: it does not prove the address. */
  handedOver: boolean;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The invitation behind a token, whatever has become of it; null for an unknown or foreign one. Elevates. */
export async function invitationBehind(ctx: Ctx, token: string): Promise<Invitation | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const further = await invitationOf(ctx, token);
  const named = invitations(ctx).where(further ? 'i.id' : 'i.token_hash', '=', further ?? sha256Hex(token));
  const row = await named.executeTakeFirst();
  if (!row) return null;
  const { id, accountId, accountName, contactId, name, email, role, message, expiresAt } = row;
  const business = row.byColleague ? accountName : ctx.workspace.name;
  const inviter = row.inviterName === null ? null : { name: row.inviterName, title: row.inviterTitle ?? '', business };
  const shown = { id, accountId, accountName, contactId, name, email, role, message, expiresAt };
  return {
    ...shown,
    roleName: row.roleName ?? '',
    inviter,
    closed: closedBy(row, ctx.now),
    handedOver: row.handedOver,
  };
}

/**
 * What an address could take up now; of several the latest, and null where it was taken up, withdrawn or has run out, or whoever has it is or was on
 * the team: they become no customer's. Only the system can look.
 */
export async function openInvitation(ctx: Ctx, email: string): Promise<OpenInvitation | null> {
  const rows = await invitations(ctx)
    .where('c.email', '=', email)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members as t')
            .select('t.id')
            .whereRef('t.workspace_id', '=', 'c.workspace_id')
            .whereRef('t.email', '=', 'c.email'),
        ),
      ),
    )
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .execute();
  const open = rows.find((row) => closedBy(row, ctx.now) === null);
  return open ? { id: open.id, page: '/invitation', expiresAt: open.expiresAt } : null;
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof invitations>['executeTakeFirst']>>>;

/** Whoever came in another way has no use for it, and it is no second key: not to what was taken away since, either. */
function closedBy(row: Row, now: Date): Closed | null {
  if (row.acceptedAt) return 'accepted';
  if (row.revokedAt || row.archivedAt || !stands(row)) return 'revoked';
  if (row.disabledAt ? row.disabledAt > row.createdAt : row.identityId) return row.disabledAt ? 'revoked' : 'accepted';
  return row.expiresAt <= now ? 'expired' : null;
}

/** Whoever has lost the right to invite there meanwhile, or to give this much, has invited nobody. */
function stands(row: Row): boolean {
  if (row.inviterDisabledAt) return false;
  if (row.byMember) {
    return (
      rightsIn(row.memberRights, 'member').has('contacts.invite') &&
      (row.memberReach === 'all' || Boolean(row.assigned))
    );
  }
  if (!row.byColleague) return true;
  const giving = rightsIn(row.colleagueRights, 'contact');
  const there = row.colleagueIdentity !== null && row.colleagueAccount === row.accountId;
  return (
    there && giving.has('colleagues.manage') && [...rightsIn(row.rights, 'contact')].every((one) => giving.has(one))
  );
}

/**
 * Those of these contacts whose last invitation nobody stands for any more: it was taken back, or whoever sent it may no longer give what it
 * gives. What was meant for them there, their role above all, is nothing that another way in may go by. Only the system can look.
 */
export async function nobodyStandsFor(ctx: Ctx, contactIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (contactIds.length === 0) return new Set();
  const rows = await invitations(ctx)
    .select('i.taken_back_at as takenBackAt')
    .where('i.contact_id', 'in', contactIds)
    .distinctOn('i.contact_id')
    .orderBy('i.contact_id')
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .execute();
  return new Set(rows.filter((row) => row.takenBackAt || !stands(row)).map(({ contactId }) => contactId));
}

const invitations = (ctx: Ctx) =>
  ctx.db
    .selectFrom('invitations as i')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'i.workspace_id').onRef('c.id', '=', 'i.contact_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'i.workspace_id').onRef('a.id', '=', 'i.account_id'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'i.workspace_id').onRef('m.id', '=', 'i.invited_by'),
    )
    .leftJoin('contacts as by', (join) =>
      join.onRef('by.workspace_id', '=', 'i.workspace_id').onRef('by.id', '=', 'i.invited_by_contact'),
    )
    .leftJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .leftJoin('roles as mr', (join) =>
      join.onRef('mr.workspace_id', '=', 'm.workspace_id').onRef('mr.key', '=', 'm.role').on('mr.side', '=', 'member'),
    )
    .leftJoin('roles as cr', (join) =>
      join
        .onRef('cr.workspace_id', '=', 'by.workspace_id')
        .onRef('cr.key', '=', 'by.role')
        .on('cr.side', '=', 'contact'),
    )
    .where('i.workspace_id', '=', ctx.workspace.id)
    .select(['r.name as roleName', 'r.rights', 'i.invited_by as byMember', 'i.invited_by_contact as byColleague'])
    .select(['mr.rights as memberRights', 'mr.reach as memberReach', 'cr.rights as colleagueRights'])
    .select(['by.account_id as colleagueAccount', 'by.identity_id as colleagueIdentity'])
    .select(['c.identity_id as identityId', 'c.disabled_at as disabledAt', 'i.created_at as createdAt'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('account_members as am')
          .select('am.member_id')
          .whereRef('am.workspace_id', '=', 'i.workspace_id')
          .whereRef('am.account_id', '=', 'i.account_id')
          .whereRef('am.member_id', '=', 'i.invited_by'),
      ).as('assigned'),
    )
    .select(['i.id', 'i.account_id as accountId', 'a.name as accountName', 'i.contact_id as contactId'])
    .select(['c.name', 'c.email', 'c.role', 'i.message', 'i.expires_at as expiresAt', 'i.handed_over as handedOver'])
    .select(['i.accepted_at as acceptedAt', 'i.revoked_at as revokedAt', 'a.archived_at as archivedAt'])
    .select((row) => [
      row.fn.coalesce('m.name', 'by.name').as('inviterName'),
      row.fn.coalesce('m.title', 'by.title').as('inviterTitle'),
      row.fn.coalesce('m.disabled_at', 'by.disabled_at').as('inviterDisabledAt'),
    ]);

/** Who looks after a customer, the first in charge first. */
export const teamOf = (ctx: Ctx, accountId: string): Promise<{ name: string }[]> =>
  ctx.db
    .selectFrom('account_members as am')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'am.workspace_id').onRef('m.id', '=', 'am.member_id'),
    )
    .select('m.name')
    .where('am.workspace_id', '=', ctx.workspace.id)
    .where('am.account_id', '=', accountId)
    .where('m.disabled_at', 'is', null)
    .orderBy('am.position')
    .orderBy('m.name')
    .execute();

export interface Inside {
  n: number;
  /** The first of them. */
  names: string[];
}

const FEW = 10;

/** Who is in the account already: its team first, then its contacts who have joined. */
export async function peopleInside(ctx: Ctx, accountId: string): Promise<Inside> {
  const team = await teamOf(ctx, accountId);
  const joined = ctx.db
    .selectFrom('contacts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('identity_id', 'is not', null)
    .where('disabled_at', 'is', null);
  const [{ n }, contacts] = await Promise.all([
    joined.select((one) => one.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
    joined.select('name').orderBy('created_at').orderBy('id').limit(FEW).execute(),
  ]);
  const names = [...team, ...contacts].map((person) => person.name);
  return { n: team.length + Number(n), names: names.slice(0, FEW) };
}

/**
 * Whether somebody signs in here with this address already, and so needs no password from us. Whoever used it before it was proved is nobody to
 * whom it proves.
 */
export async function hasIdentity(ctx: Ctx, email: string, proves = true): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .$if(proves, (one) => one.where('address_proved', '=', true))
    .executeTakeFirst();
  return row !== undefined;
}
