import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { deriveKey, sign, verify } from '#platform/crypto.ts';
import { elevate } from '#platform/db/scope.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDateTime } from '#platform/i18n/format.ts';
import { sessionLives } from '#platform/live/revocation.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { deviceName } from './device.ts';
import { newDevice, sessionEnded } from './events.ts';
import { say } from './messages.ts';
import { type LivingPerson, livingPerson } from './person.ts';
import { forgetHalves } from './second-step/half.ts';
import { forgetBrowsers } from './second-step/remembered.ts';
import { daysFrom, SESSION_DAYS } from './terms.ts';

/** A sign-in that somebody may not have made themselves. */
export interface StrangeSession {
  id: string;
  identityId: string;
  name: string;
  email: string;
  agent: string;
  ip: string;
  since: Date;
  method: string;
  over: boolean;
  /** Its owner has said that it was not them. */
  disowned: boolean;
}

const arrived = notificationKind('identity.new_device', z.object({ agent: z.string() }), (reader, { data, times }) =>
  say.rich(reader, 'notify.newDevice', { device: <b>{deviceName(reader, data.agent)}</b>, others: times - 1 }),
);

export const notificationKinds = [arrived];

/** Told in the portal and by mail: who was not it themselves must hear of it wherever they are. */
export const tellOfNewDevice = reaction('identity.tell-of-new-device', newDevice, async (ctx, event) => {
  const session = await sessionWith(ctx, event.data.session, event.subjectId);
  const living = session && (await livingPerson(ctx.db, ctx.workspace.id, { id: event.subjectId }));
  if (!session || !living) return;
  await notify(ctx, {
    identityId: event.subjectId,
    kind: arrived,
    // One line, however many browsers there were since somebody looked: each of them stands on the page it leads to.
    subject: { type: event.subjectType, id: event.subjectId },
    url: '/account#sessions',
    // Whoever it was: the account's owner is told.
    actor: { actorKind: 'system', actorPersonId: null, actorIdentityId: null },
    accountId: null,
    data: { agent: session.agent },
  });
  await mailOf(ctx, session, living);
});

async function mailOf(ctx: Ctx, session: StrangeSession, { person, locale, zone }: LivingPerson): Promise<void> {
  const reader = readerOf(ctx, { locale, zone });
  const { name } = ctx.workspace;
  const device = deviceName(reader, session.agent);
  const place = ctx.platform.places.at(reader, session.ip) ?? 'none';
  const facts = { name, device, place, ip: session.ip || '–', when: formatDateTime(reader, session.since) };
  const token = sign(keyOf(ctx), [session.id, session.identityId], daysFrom(ctx.now, SESSION_DAYS));
  await queueMail(ctx, {
    kind: 'identity.new_device',
    to: { address: person.email, identityId: person.identityId },
    reader,
    ...usualMail((part) => say(reader, `deviceMail.${part}`, facts), {
      url: `/sign-in/device?token=${token}`,
      title: say(reader, 'deviceMail.title', { name }),
      also: say(reader, 'deviceMail.you'),
      why: say(reader, 'deviceMail.why', { name }),
    }),
  });
}

/** The sign-in that a mail's token speaks of; null for a token that is none of ours. Elevates, and writes nothing. */
export async function strangeSession(ctx: Ctx, token: string): Promise<StrangeSession | null> {
  const seal = verify(keyOf(ctx), token, ctx.now);
  const named = seal.ok ? z.tuple([z.string(), z.string()]).safeParse(seal.payload) : undefined;
  if (!named?.success) return null;
  await elevate(ctx.db, ctx.workspace.id);
  return (await sessionWith(ctx, ...named.data)) ?? null;
}

/**
 * Ends it, and forgets the browser it came from: when that one comes again, it is new again. One that is over already was, as far as
 * anybody knows, not the only one: then all of theirs end. Whoever sat there had passed the second step as well, or had no need to: no
 * browser is let past it any more.
 */
export async function disown(ctx: Ctx, token: string): Promise<StrangeSession | null> {
  const session = await strangeSession(ctx, token);
  if (!session || session.disowned) return session;
  const own = ctx.db
    .updateTable('sessions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', session.identityId);
  const same = ctx.db
    .selectFrom('sessions')
    .select('device')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', session.id);
  await forgetHalves(ctx, session.identityId);
  const ended = await own
    .set({ revoked_at: ctx.now })
    .where((row) => (session.over ? row.lit(true) : row.or([row('id', '=', session.id), row('device', 'in', same)])))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .returning('id')
    .execute();
  await own.set({ device: null }).where('device', 'in', same).execute();
  await forgetBrowsers(ctx, session.identityId);
  for (const { id } of ended) {
    const data = { session: id, by: 'mail' as const };
    await record(ctx, sessionEnded, { subjectId: session.identityId, accountId: null, data });
  }
  return session;
}

async function sessionWith(ctx: Ctx, id: string, identityId: string): Promise<StrangeSession | undefined> {
  const row = await ctx.db
    .selectFrom('sessions')
    .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'sessions.workspace_id').onRef('i.id', '=', 'sessions.identity_id'),
    )
    .select(['sessions.id', 'sessions.identity_id as identityId', 'i.name', 'i.email', 'sessions.agent', 'sessions.ip'])
    .select(['sessions.created_at as since', 'sessions.method', 'sessions.device', sessionLives.as('lives')])
    .where('sessions.workspace_id', '=', ctx.workspace.id)
    .where('sessions.identity_id', '=', identityId)
    .where('sessions.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { lives, agent, ip, device, ...session } = row;
  return { ...session, agent: agent ?? '', ip: ip ?? '', over: !lives, disowned: !lives && device === null };
}

const keyOf = (ctx: Ctx) => deriveKey(ctx.platform.masterKey, 'new device', ctx.workspace.id);
