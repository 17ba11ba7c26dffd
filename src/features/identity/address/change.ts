import type { Context } from 'hono';
import { z } from 'zod';
import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { comeBack, elevate } from '#platform/db/scope.ts';
import { alone } from '#platform/db/turns.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { formatDateTime } from '#platform/i18n/format.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { addressAsked, addressChanged } from '../events.ts';
import { forgetLinks } from '../link.ts';
import { livingPerson } from '../person.ts';
import { providers } from '../providers.ts';
import { forgetHalves } from '../second-step/half.ts';
import { forgetBrowsers } from '../second-step/remembered.ts';
import { portalWith } from '../send-link.tsx';
import { endOtherSessions } from '../sessions.ts';
import { LINK_MINUTES, minutesFrom } from '../terms.ts';
import { say } from './messages.ts';

export type Own = CtxOf<Contact | Member>;

/** From one's address as it is to another; bound to both, so that it is worth nothing once either is somebody else's. */
const move = z.object({ from: z.string(), to: z.string(), host: z.string() });
type Move = z.infer<typeof move>;

const requestIdentifier = (id: string): string => `address-request:${id}`;
const linkIdentifier = (token: string): string => `address-link:${sha256Hex(token)}`;

/** Whether their address is for somebody else to say: an identity provider they have to come in by, or a directory. */
export async function isKeptElsewhere(ctx: Own, c: Context<Env>): Promise<boolean> {
  await elevate(ctx.db, ctx.workspace.id);
  const kept = await providers().keepsAddress(ctx, ctx.actor);
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
  return kept;
}

/** Does the same for every address: whose it is already is found out in a job. Leaves the transaction the system's. */
export async function askForAddress(ctx: Own, to: string): Promise<void> {
  const { actor, portal } = ctx;
  await elevate(ctx.db, ctx.workspace.id);
  const request = newId();
  await keep(ctx, requestIdentifier(request), actor.identityId, { from: actor.email, to, host: portal.host });
  await record(ctx, addressAsked, { subjectId: actor.identityId, accountId: accountOf(ctx), data: { request } });
}

const keep = (ctx: Ctx, identifier: string, identityId: string, value: Move) =>
  ctx.db
    .insertInto('verifications')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identity_id: identityId,
      identifier,
      value: JSON.stringify(value),
      expires_at: minutesFrom(ctx.now, LINK_MINUTES),
      created_at: ctx.now,
    })
    .execute();

const accountOf = ({ actor }: Own): string | null => (actor.kind === 'contact' ? actor.accountId : null);

/** The link goes to the new address and is worth something to its asker only: signed in, as whoever asked. */
export const sendAddressLink = reaction('identity.send-address-link', addressAsked, async (ctx, event) => {
  const asked = await takeUp(ctx, requestIdentifier(event.data.request), event.subjectId);
  const living = asked && (await livingPerson(ctx.db, ctx.workspace.id, { id: event.subjectId }));
  const portal = asked && (await portalWith(ctx, asked.host));
  if (!asked || !portal || living?.person.email !== asked.from) return;
  if (await isTaken(ctx, event.subjectId, asked.to)) return;
  const token = randomToken();
  await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', event.subjectId)
    .where('identifier', 'like', 'address-link:%')
    .execute();
  await keep(ctx, linkIdentifier(token), event.subjectId, asked);
  const reader = readerOf(ctx, living);
  const words = { name: ctx.workspace.name, from: asked.from, n: LINK_MINUTES };
  await queueMail(
    { ...ctx, portal },
    {
      kind: 'identity.address_link',
      to: { address: asked.to, identityId: event.subjectId },
      reader,
      sendBefore: minutesFrom(ctx.now, LINK_MINUTES),
      ...usualMail((part) => say(reader, `addressMail.${part}`, words), {
        url: `/account/address/proof?token=${token}`,
        aftertext: say(reader, 'addressMail.ignore'),
        why: say(reader, 'addressMail.why', words),
      }),
    },
  );
});

/** What a link would do, without using it up; null for a spent, expired or foreign one. */
export async function addressBehind(ctx: Own, c: Context<Env>, token: string): Promise<Move | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('verifications')
    .select('value')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', ctx.actor.identityId)
    .where('identifier', '=', linkIdentifier(token))
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
  const found = row && move.parse(JSON.parse(row.value));
  return found?.from === ctx.actor.email ? found : null;
}

/**
 * Uses a verification up: of many at once one gets it, and nobody waits for that one. Each holds the login it changes, by the key of the form
 * that was sent, and would not give it back while it waits.
 */
async function takeUp(ctx: Ctx, identifier: string, identityId: string): Promise<Move | null> {
  const row = await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', (query) =>
      query
        .selectFrom('verifications')
        .select('id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('identity_id', '=', identityId)
        .where('identifier', '=', identifier)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['value', 'expires_at'])
    .executeTakeFirst();
  return row && row.expires_at > ctx.now ? move.parse(JSON.parse(row.value)) : null;
}

/** Whether somebody else signs in with it, or stands with it beside them at one of their customers. */
async function isTaken(ctx: Ctx, identityId: string, email: string): Promise<boolean> {
  const known = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  const beside = await ctx.db
    .selectFrom('contacts as other')
    .innerJoin('contacts as own', (join) =>
      join
        .onRef('own.workspace_id', '=', 'other.workspace_id')
        .onRef('own.account_id', '=', 'other.account_id')
        .onRef('own.id', '!=', 'other.id'),
    )
    .select('other.id')
    .where('other.workspace_id', '=', ctx.workspace.id)
    .where('own.identity_id', '=', identityId)
    .where('other.email', '=', email)
    .executeTakeFirst();
  return known !== undefined || beside !== undefined;
}

/**
 * Takes the new address, everywhere this person stands. Their other sessions end, and whatever was mailed to the old address opens nothing
 * any more. Null when the link no longer works. Leaves the transaction the system's.
 */
export async function changeAddress(ctx: Own, token: string): Promise<string | null> {
  const { actor, workspace } = ctx;
  await elevate(ctx.db, workspace.id);
  const wanted = await takeUp(ctx, linkIdentifier(token), actor.identityId);
  if (!wanted || wanted.from !== actor.email || (await providers().keepsAddress(ctx, actor))) return null;
  const { from, to } = wanted;
  await alone(ctx.db, workspace.id, `address ${to}`);
  if (await isTaken(ctx, actor.identityId, to)) return null;
  const ended = await endOtherSessions(ctx);
  await ctx.db
    .updateTable('identities')
    .set({ email: to, address_proved: true, updated_at: ctx.now })
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', actor.identityId)
    .execute();
  for (const table of ['members', 'contacts'] as const) {
    await ctx.db
      .updateTable(table)
      .set({ email: to })
      .where('workspace_id', '=', workspace.id)
      .where('identity_id', '=', actor.identityId)
      .execute();
  }
  await forgetLinks(ctx, actor.identityId);
  await forgetHalves(ctx, actor.identityId);
  await forgetBrowsers(ctx, actor.identityId);
  const data = { ended, changes: { email: { from, to } } };
  await record(ctx, addressChanged, { subjectId: actor.identityId, accountId: accountOf(ctx), data });
  return to;
}

/** Told where they were reached until now: whoever did not do it themselves learns of it nowhere else. */
export const tellOfAddress = reaction('identity.tell-of-address', addressChanged, async (ctx, event) => {
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: event.subjectId });
  const email = event.data.changes?.email;
  if (!living || typeof email?.from !== 'string' || typeof email.to !== 'string') return;
  const reader = readerOf(ctx, living);
  const words = { name: ctx.workspace.name, to: email.to, when: formatDateTime(reader, event.createdAt) };
  await queueMail(ctx, {
    kind: 'identity.address_changed',
    to: { address: email.from, identityId: event.subjectId },
    reader,
    ...usualMail((part) => say(reader, `addressTold.${part}`, words), {
      url: '/',
      also: say(reader, 'addressTold.you', words),
      why: say(reader, 'addressTold.why', words),
    }),
  });
});
