import { sha256Hex } from '#platform/crypto.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';

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
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** The invitation behind a token, whatever has become of it; null for an unknown or foreign one. Elevates. */
export async function invitationBehind(ctx: Ctx, token: string): Promise<Invitation | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await invitations(ctx).where('i.token_hash', '=', sha256Hex(token)).executeTakeFirst();
  if (!row) return null;
  const { inviterName, inviterTitle, byColleague, acceptedAt, revokedAt, archivedAt, inviterDisabledAt, ...rest } = row;
  const withdrawn = revokedAt ?? archivedAt ?? inviterDisabledAt;
  const closed = acceptedAt ? 'accepted' : withdrawn ? 'revoked' : row.expiresAt <= ctx.now ? 'expired' : null;
  const business = byColleague ? row.accountName : ctx.workspace.name;
  const inviter = inviterName === null ? null : { name: inviterName, title: inviterTitle ?? '', business };
  return { ...rest, roleName: row.roleName ?? '', inviter, closed };
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
    .where('i.workspace_id', '=', ctx.workspace.id)
    .select(['r.name as roleName', 'i.invited_by_contact as byColleague'])
    .select(['i.id', 'i.account_id as accountId', 'a.name as accountName', 'i.contact_id as contactId'])
    .select(['c.name', 'c.email', 'c.role', 'i.message', 'i.expires_at as expiresAt'])
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

/** Whether somebody signs in here with this address already, and so needs no password from us. */
export async function hasIdentity(ctx: Ctx, email: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}
