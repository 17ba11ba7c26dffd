import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { type AccountContact, standingOf } from './account.ts';

/** Everybody at a customer, for the team: who is in first, then by name. */
export async function contactsOf(ctx: CtxOf<Member>, accountId: string): Promise<AccountContact[]> {
  const rows = await withInvitation(ctx, accountId).orderBy('c.name').orderBy('c.id').execute();
  const contacts = rows.map((row) => contactOf(row, ctx.now));
  return contacts.sort((a, b) => rank[a.standing] - rank[b.standing]);
}

const rank = { active: 0, invited: 1, lapsed: 1, uninvited: 1, disabled: 2 } as const;

/** Throws 404 unless this contact belongs to this account. */
export async function findContact(ctx: CtxOf<Member>, accountId: string, id: string): Promise<AccountContact> {
  const row = isId(id) ? await withInvitation(ctx, accountId).where('c.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return contactOf(row, ctx.now);
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
    .select(['c.id', 'c.name', 'c.email', 'c.title', 'c.phone', 'c.photo', 'c.role', 'c.identity_id', 'c.disabled_at'])
    .select(['r.name as role_name', 'i.invited_at', 'i.invited_until', 'i.accepted_at'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.account_id', '=', accountId);

type Row = Awaited<ReturnType<ReturnType<typeof withInvitation>['execute']>>[number];

const contactOf = (row: Row, now: Date): AccountContact => ({
  id: row.id,
  name: row.name,
  email: row.email,
  title: row.title,
  phone: row.phone,
  photo: row.photo,
  role: { side: 'contact', key: row.role, name: row.role_name ?? '' },
  standing: standingOf(
    { disabledAt: row.disabled_at, hasIdentity: row.identity_id !== null, invitedUntil: row.invited_until },
    now,
  ),
  invitedAt: row.invited_at,
  joinedAt: row.accepted_at,
});
