import { isWithin, type Role, rolesOf } from '#features/roles/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { isId } from '#platform/db/ids.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { may, mayForAll } from '#platform/rights.ts';
import { secondStepReset } from '../events.ts';
import { takeSecondStep } from '../second-step/take.ts';
import { type Has, secondStepOf } from '../second-step/wanted.ts';

/** Somebody the team looks after: a member or a contact with a login. */
export interface SomebodysLogin {
  /** Of the member or contact. */
  id: string;
  identityId: string;
  name: string;
  email: string;
  side: 'member' | 'contact';
  accountId: string | null;
  /** What this login may do on the team: one person may be of a customer, too. */
  onTeam: Role | undefined;
}

/** As much of somebody as the rules ask for. */
type WhoseLogin = Pick<SomebodysLogin, 'identityId' | 'side' | 'onTeam'>;

/** Who may help this person back in: nobody who may do less than they. One's own second step is on the account page. */
export function mayReset(actor: Actor, { identityId, side, onTeam }: WhoseLogin): boolean {
  if (actor.kind !== 'member' || actor.identityId === identityId) return false;
  if (onTeam && !isWithin(actor, onTeam)) return false;
  return side === 'contact' ? mayHelpContacts(actor) : may(actor, 'members.manage');
}

/** A login is one wherever it leads, also to customers that a member with some of them does not see. */
export const mayHelpContacts = (actor: Actor): boolean => mayForAll(actor, 'customers.manage');

/** 404 for somebody who is not there, has never signed in, or is nobody the actor looks after. */
export async function findLogin(ctx: Ctx, id: string): Promise<SomebodysLogin> {
  const login = isId(id) ? ((await memberWith(ctx, id)) ?? (await contactWith(ctx, id))) : undefined;
  if (!login || !maySeeSignIn(ctx.actor, login)) throw notFound();
  return login;
}

/** Who may look at how this person signs in: who may help them, and they themselves. */
export const maySeeSignIn = (actor: Actor, login: WhoseLogin): boolean => mayReset(actor, login) || isOwn(actor, login);

export const isOwn = (actor: Actor, login: WhoseLogin): boolean =>
  actor.kind === 'member' && actor.identityId === login.identityId;

async function memberWith(ctx: Ctx, id: string): Promise<SomebodysLogin | undefined> {
  const row = await membersOf(ctx)
    .select(['name', 'email', 'identity_id as identityId', 'role'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...row, id, side: 'member', accountId: null, onTeam: await roleWith(ctx, row.role) };
}

async function contactWith(ctx: Ctx, id: string): Promise<SomebodysLogin | undefined> {
  const row = await ctx.db
    .selectFrom('contacts')
    .select(['id', 'identity_id as identityId', 'name', 'email', 'account_id as accountId'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row?.identityId) return undefined;
  const member = await membersOf(ctx).select('role').where('identity_id', '=', row.identityId).executeTakeFirst();
  const onTeam = member && (await roleWith(ctx, member.role));
  return { ...row, identityId: row.identityId, side: 'contact', onTeam };
}

const membersOf = ({ db, workspace }: Ctx) => db.selectFrom('members').where('workspace_id', '=', workspace.id);

const roleWith = async (ctx: Ctx, key: string): Promise<Role | undefined> =>
  (await rolesOf(ctx, 'member')).find((role) => role.key === key);

/** What they sign in with; nothing of it opens anything. */
export interface HowTheySignIn {
  has: Has;
  passwordSince: Date | null;
  lastSeen: Date | null;
}

/** Looked up by the system, because logins are their owners' alone; then the request is its reader's again. */
export async function howTheySignIn(ctx: Ctx, login: SomebodysLogin, sessionToken: string): Promise<HowTheySignIn> {
  const { identityId } = login;
  await elevate(ctx.db, ctx.workspace.id);
  const [has, identity, session] = await Promise.all([
    secondStepOf(ctx, identityId),
    ctx.db
      .selectFrom('identities')
      .select('password_set_at')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', identityId)
      .executeTakeFirstOrThrow(),
    ctx.db
      .selectFrom('sessions')
      .select((one) => one.fn.max('seen_at').as('at'))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('identity_id', '=', identityId)
      .executeTakeFirst(),
  ]);
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(sessionToken));
  return { has, passwordSince: identity.password_set_at, lastSeen: session?.at ?? null };
}

/**
 * Takes away everything that was asked for as a second step, and ends every session: for somebody who has lost their device.
 * Whoever calls it has made sure who asks. Leaves the transaction the system's. Returns how many sessions ended.
 */
export async function resetSecondStep(
  ctx: Ctx,
  login: Pick<SomebodysLogin, 'identityId' | 'accountId'>,
): Promise<number> {
  const { identityId, accountId } = login;
  await elevate(ctx.db, ctx.workspace.id);
  const sessions = await takeSecondStep(ctx, identityId);
  await record(ctx, secondStepReset, { subjectId: identityId, accountId, data: { sessions } });
  return sessions;
}
