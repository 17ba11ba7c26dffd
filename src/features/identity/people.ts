import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Flag } from '#platform/flags.ts';
import type { Contact, Ctx, Member } from '#platform/http/context.ts';
import { forbidden } from '#platform/http/http-error.ts';
import type { SignInMethod } from './auth/frame.ts';
import { identityFor, type NewIdentity } from './identities.ts';
import { daysFrom, SESSION_DAYS } from './terms.ts';

export interface NewMember extends NewIdentity {
  title?: string;
  phone?: string | undefined;
  role: Member['role'];
  createdAt?: Date;
}

export interface NewContact extends NewIdentity {
  accountId: string;
  title?: string;
  phone?: string | undefined;
  role?: Contact['role'];
  /** What they are for their company. */
  flags?: Flag[] | undefined;
  createdAt?: Date;
}

/** A person of the team who may sign in at once. For seeds and the first run: only the system may. */
export async function createMember(ctx: Ctx, given: NewMember): Promise<{ memberId: string; identityId: string }> {
  const identityId = await newIdentity(ctx, given);
  const memberId = newId();
  await ctx.db
    .insertInto('members')
    .values({
      workspace_id: ctx.workspace.id,
      id: memberId,
      identity_id: identityId,
      name: given.name,
      email: given.email,
      title: given.title ?? '',
      phone: given.phone ?? '',
      role: given.role,
      created_at: given.createdAt ?? ctx.now,
    })
    .execute();
  return { memberId, identityId };
}

/** A person of a customer who may sign in at once, without an invitation. For seeds: only the system may. */
export async function createContact(ctx: Ctx, given: NewContact): Promise<{ contactId: string; identityId: string }> {
  const identityId = await newIdentity(ctx, given);
  const contactId = newId();
  await ctx.db
    .insertInto('contacts')
    .values({
      workspace_id: ctx.workspace.id,
      id: contactId,
      account_id: given.accountId,
      identity_id: identityId,
      name: given.name,
      email: given.email,
      title: given.title ?? '',
      phone: given.phone ?? '',
      role: given.role ?? 'contributor',
      flags: given.flags ?? [],
      created_at: given.createdAt ?? ctx.now,
    })
    .execute();
  return { contactId, identityId };
}

export interface SeededSession {
  identityId: string;
  method: SignInMethod;
  agent: string;
  ip: string;
  since: Date;
  seen: Date;
}

/** A browser somebody is signed in with, as it would be. For seeds: nobody has its token, so nobody comes in by it. */
export async function addSession(ctx: Ctx, { identityId, since, seen, ...facts }: SeededSession): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  await ctx.db
    .insertInto('sessions')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(since.getTime()),
      identity_id: identityId,
      token_hash: sha256Hex(randomToken()),
      device: sha256Hex(randomToken()),
      ...facts,
      seen_at: seen,
      expires_at: daysFrom(since, SESSION_DAYS),
      created_at: since,
    })
    .execute();
}

/** An address that is known already keeps its identity and password: one person may be a contact of many accounts. */
async function newIdentity(ctx: Ctx, given: NewIdentity): Promise<string> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  const { id } = await identityFor(ctx, given);
  return id;
}
