import { originOf } from '#platform/config.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, Portal } from '#platform/http/context.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { withEngine } from './auth/engines.ts';
import { linkRequested, linkSent } from './events.ts';
import { askedFor, requestIdentifier } from './link.ts';
import { say } from './messages.ts';
import { type LivingPerson, livingPerson } from './person.ts';
import { sessionFacts } from './sign-in.ts';
import { LINK_MINUTES, minutesFrom } from './terms.ts';

/** Sends the link to whoever has the address. For an address nobody has, nothing happens, and nobody is told. */
export const sendLink = reaction('identity.send-link', linkRequested, async (ctx, event) => {
  const request = await takeRequest(ctx, event.subjectId);
  const living = request && (await livingPerson(ctx.db, ctx.workspace.id, { email: request.email }));
  const portal = request && (await portalWith(ctx, request.host));
  if (!request || !living || !portal) return;
  const here = { ...ctx, portal };
  const token = await makeLink(here, living, request.agent);
  const next = request.next === '/' ? '' : `&next=${encodeURIComponent(request.next)}`;
  await mailLink(here, { ...living, locale: living.locale ?? request.locale }, `/sign-in/link?token=${token}${next}`);
  await record(ctx, linkSent, { subjectId: living.person.identityId, accountId: null, data: {} });
});

async function takeRequest(ctx: Ctx, id: string) {
  const row = await ctx.db
    .deleteFrom('verifications')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', requestIdentifier(id))
    .returning(['value', 'agent', 'expires_at'])
    .executeTakeFirst();
  // A worker that comes late sends nothing: whoever asked has asked again by now.
  if (!row || row.expires_at <= ctx.now) return null;
  return { ...askedFor.parse(JSON.parse(row.value)), agent: row.agent ?? '' };
}

/** The portal somebody stood at when they asked: the link leads back there, and only if it is still ours. */
async function portalWith(ctx: Ctx, host: string): Promise<Portal | null> {
  const row = await ctx.db
    .selectFrom('portals')
    .select(['id', 'host'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('host', '=', host)
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  return row ? { ...row, origin: originOf(ctx.platform.config, row.host) } : null;
}

async function makeLink(ctx: Ctx, { person }: LivingPerson, agent: string): Promise<string> {
  const link: { identityId: string; agent: string; token?: string } = { identityId: person.identityId, agent };
  await withEngine(ctx, { session: sessionFacts(ctx, 'link'), link }, (engine) =>
    engine.api.signInMagicLink({ body: { email: person.email }, headers: new Headers() }),
  );
  if (!link.token) throw new Error('no sign-in link was made');
  return link.token;
}

async function mailLink(ctx: Ctx, { person, locale, zone }: LivingPerson, url: string): Promise<void> {
  const reader = readerOf(ctx, { locale, zone });
  const { name } = ctx.workspace;
  await queueMail(ctx, {
    kind: 'identity.sign_in_link',
    to: { address: person.email, identityId: person.identityId },
    reader,
    subject: say(reader, 'linkMail.subject', { name }),
    sendBefore: minutesFrom(ctx.now, LINK_MINUTES),
    letter: {
      preheader: say(reader, 'linkMail.preheader', { n: LINK_MINUTES }),
      title: say(reader, 'linkMail.subject', { name }),
      paragraphs: [say(reader, 'linkMail.text', { n: LINK_MINUTES })],
      action: { label: say(reader, 'link.button', { name }), url },
      aftertext: say(reader, 'linkMail.ignore'),
      why: say(reader, 'linkMail.why', { host: ctx.portal.host }),
    },
  });
}
