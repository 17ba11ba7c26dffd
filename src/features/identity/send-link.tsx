import { originOf } from '#platform/config.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, Portal } from '#platform/http/context.ts';
import { formatDate, formatList } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { anotherLink, mayBeSentAgain, openTeamInvitation } from './another-link.ts';
import { withEngine } from './auth/engines.ts';
import { makeCode } from './code.ts';
import { endedAccess } from './ended.ts';
import { linkRequested, linkSent } from './events.ts';
import { makePasswordLink, mayHavePassword } from './forgotten/forgotten.ts';
import { say as forgotten } from './forgotten/messages.ts';
import { openInvitation } from './invitation.ts';
import { languageAt } from './invite.ts';
import { askedFor, requestIdentifier } from './link.ts';
import { say } from './messages.ts';
import { type LivingPerson, livingPerson, type Person } from './person.ts';
import { providers } from './providers.ts';
import { rulesOf } from './rules/rules.ts';
import { sealSent } from './sent.ts';
import { sessionFacts } from './sign-in.ts';
import { CODE_MINUTES, LINK_MINUTES, minutesFrom, RESET_MINUTES } from './terms.ts';

/** Sends a link, a code or both to whoever has the address. For an address nobody has, nothing happens, and nobody is told. */
export const sendLink = reaction('identity.send-link', linkRequested, async (ctx, event) => {
  const request = await takeRequest(ctx, event.subjectId);
  const living = request && (await livingPerson(ctx.db, ctx.workspace.id, { email: request.email }));
  const portal = request && (await portalWith(ctx, request.host));
  if (!request || !portal) return;
  const here = { ...ctx, portal };
  if (!living) {
    if (!(await mailInvitation(here, request))) await mailEnded(here, request);
    return;
  }
  const { identityId } = living.person;
  const ways = (await rulesOf(ctx))[living.person.kind];
  const company = (await providers().forAddress(here, request.email)) !== null;
  const otherwise = { password: ways.password, passkey: ways.passkey, company };
  const next = request.next === '/' ? '' : `&next=${encodeURIComponent(request.next)}`;
  const to = { ...living, locale: living.locale ?? request.locale };
  // Where neither can be had, whoever wants a letter has forgotten their password.
  const resets =
    (request.to === 'password' || !(ways.link || ways.code)) && (await mayHavePassword(here, living.person));
  if (resets) {
    const url = `/sign-in/password/new?token=${await makePasswordLink(here, living.person, request.agent)}${next}`;
    await mailPasswordLink(here, to, url, request.to === 'password' ? null : otherwise);
  } else {
    const sent = sealSent(here, { email: request.email, request: event.subjectId });
    await mailWays(here, to, {
      link: ways.link ? `/sign-in/link?token=${await makeLink(here, living.person, request.agent)}${next}` : null,
      code: ways.code ? await makeCode(here, identityId, event.subjectId) : null,
      codePage: `/sign-in/sent?to=${sent}${next}`,
      otherwise,
    });
  }
  await record(ctx, linkSent, {
    subjectId: identityId,
    accountId: null,
    data: { to: resets ? 'password' : 'sign-in' },
  });
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

/** The portal somebody stood at when they asked: what is written to them leads back there, and only if it is still ours. */
export async function portalWith(ctx: Ctx, host: string): Promise<Portal | null> {
  const row = await ctx.db
    .selectFrom('portals')
    .select(['id', 'host'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('host', '=', host)
    .where('verified_at', 'is not', null)
    .executeTakeFirst();
  return row ? { ...row, origin: originOf(ctx.platform.config, row.host) } : null;
}

/** A fresh link for somebody: its token. Only the system may. */
export async function makeLink(ctx: Ctx, person: Pick<Person, 'identityId' | 'email'>, agent: string): Promise<string> {
  const link: { identityId: string; agent: string; token?: string } = { identityId: person.identityId, agent };
  await withEngine(ctx, { session: sessionFacts(ctx, 'link'), link }, (engine) =>
    engine.api.signInMagicLink({ body: { email: person.email }, headers: new Headers() }),
  );
  if (!link.token) throw new Error('no sign-in link was made');
  return link.token;
}

/** What is open to them besides letters. */
type Otherwise = Record<'password' | 'passkey' | 'company', boolean>;

interface Ways {
  /** Null where they come in by none. */
  link: string | null;
  code: string | null;
  /** Where the code is typed, for a browser that has not asked. */
  codePage: string;
  otherwise: Otherwise;
}

async function mailWays(ctx: Ctx, { person, locale, zone }: LivingPerson, ways: Ways): Promise<void> {
  const reader = readerOf(ctx, { locale, zone });
  const { name } = ctx.workspace;
  await queueMail(ctx, {
    kind: 'identity.sign_in_link',
    to: { address: person.email, identityId: person.identityId },
    reader,
    subject: say(reader, 'linkMail.subject', { name }),
    sendBefore: minutesFrom(ctx.now, ways.link ? LINK_MINUTES : CODE_MINUTES),
    letter: {
      title: say(reader, 'linkMail.subject', { name }),
      ...lettersWords(reader, name, ways),
      aftertext: say(reader, 'linkMail.ignore'),
      why: say(reader, 'linkMail.why', { host: ctx.portal.host }),
    },
  });
}

/**
 * Who was invited and has not come yet has no use for a sign-in link: they get another one to their invitation. In our own words, whatever the one who
 * invited them has written: this letter goes out because somebody asks. Whether they were.
 */
async function mailInvitation(ctx: Ctx, asked: { email: string; locale: Reader['locale'] }): Promise<boolean> {
  const invitation = (await openTeamInvitation(ctx, asked.email)) ?? (await openInvitation(ctx, asked.email));
  if (!invitation) return false;
  if (!(await mayBeSentAgain(ctx, asked.email))) return true;
  const reader = readerOf(ctx, { locale: (await languageAt(ctx, asked.email)) ?? asked.locale, zone: null });
  const { name: workspace } = ctx.workspace;
  await queueMail(ctx, {
    kind: 'invitation.sent',
    to: { address: asked.email, identityId: null },
    reader,
    subject: say(reader, 'againMail.subject', { workspace }),
    sendBefore: invitation.expiresAt,
    letter: {
      title: say(reader, 'againMail.subject', { workspace }),
      preheader: say(reader, 'againMail.text'),
      paragraphs: [
        say(reader, 'againMail.text'),
        say(reader, 'inviteMail.ends', { date: formatDate(reader, invitation.expiresAt, 'long') }),
      ],
      action: {
        label: say(reader, 'invitation.button', { account: workspace }),
        url: `${invitation.page}?token=${await anotherLink(ctx, invitation)}`,
      },
      aftertext: say(reader, 'linkMail.ignore'),
      why: say(reader, 'linkMail.why', { host: ctx.portal.host }),
    },
  });
  return true;
}

/** Whoever has the mailbox of somebody who had access learns that it has ended, and whom to ask; the page says it to nobody. */
async function mailEnded(ctx: Ctx, request: { email: string; locale: Reader['locale'] }): Promise<void> {
  const ended = await endedAccess(ctx, { email: request.email });
  if (!ended) return;
  const { identityId, email, ask } = ended;
  const reader = readerOf(ctx, { locale: ended.locale ?? request.locale, zone: ended.zone });
  const words = { workspace: ctx.workspace.name, names: formatList(reader, ask, 'disjunction') };
  await queueMail(ctx, {
    kind: 'identity.access_ended',
    to: { address: email, identityId },
    reader,
    subject: say(reader, 'endedMail.subject', words),
    sendBefore: minutesFrom(ctx.now, LINK_MINUTES),
    letter: {
      title: say(reader, 'endedMail.subject', words),
      preheader: say(reader, ask.length > 0 ? 'ended.ask' : 'ended.askAnybody', words),
      paragraphs: [
        say(reader, 'endedMail.text'),
        say(reader, ask.length > 0 ? 'ended.ask' : 'ended.askAnybody', words),
      ],
      action: { label: say(reader, 'endedMail.action', words), url: '/' },
      aftertext: say(reader, 'linkMail.ignore'),
      why: say(reader, 'linkMail.why', { host: ctx.portal.host }),
    },
  });
}

function lettersWords(reader: Reader, name: string, { link, code, codePage, otherwise }: Ways) {
  const typed = { code: <b>{code ?? ''}</b>, n: CODE_MINUTES };
  if (link) {
    return {
      preheader: say(reader, 'linkMail.preheader', { n: LINK_MINUTES }),
      paragraphs: [
        say(reader, 'linkMail.text', { n: LINK_MINUTES }),
        ...(code ? [say.rich(reader, 'linkMail.code', typed)] : []),
      ],
      action: { label: say(reader, 'link.button', { name }), url: link },
    };
  }
  if (code) {
    return {
      preheader: say(reader, 'codeMail.preheader', { n: CODE_MINUTES }),
      paragraphs: [say.rich(reader, 'codeMail.text', typed)],
      action: { label: say(reader, 'codeMail.action'), url: codePage },
    };
  }
  return {
    preheader: say(reader, 'otherMail.preheader'),
    paragraphs: [otherWays(reader, name, otherwise)],
    action: { label: say(reader, 'otherMail.action'), url: '/sign-in' },
  };
}

function otherWays(reader: Reader, name: string, otherwise: Otherwise): string {
  const on = (['password', 'passkey', 'company'] as const)
    .filter((way) => otherwise[way])
    .map((way) => say(reader, `otherMail.by.${way}`));
  return say(reader, 'otherMail.text', { name, ways: formatList(reader, on, 'disjunction') });
}

/** `otherwise`: they have asked for a letter to come in with, and there is none for them. */
async function mailPasswordLink(
  ctx: Ctx,
  { person, locale, zone }: LivingPerson,
  url: string,
  otherwise: Otherwise | null,
): Promise<void> {
  const reader = readerOf(ctx, { locale, zone });
  const { name } = ctx.workspace;
  const words = { name, n: RESET_MINUTES, host: ctx.portal.host };
  const text = (key: 'subject' | 'preheader' | 'text' | 'action' | 'ignore' | 'why') =>
    forgotten(reader, `mail.${key}`, words);
  await queueMail(ctx, {
    kind: 'identity.password_link',
    to: { address: person.email, identityId: person.identityId },
    reader,
    subject: text('subject'),
    sendBefore: minutesFrom(ctx.now, RESET_MINUTES),
    letter: {
      title: text('subject'),
      preheader: text('preheader'),
      paragraphs: [...(otherwise ? [otherWays(reader, name, otherwise)] : []), text('text')],
      action: { label: text('action'), url },
      aftertext: text('ignore'),
      why: text('why'),
    },
  });
}
