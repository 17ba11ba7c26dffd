import type { Ctx } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { type Mail, queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { say } from './messages.ts';
import type { Grave } from './told.tsx';

interface To {
  identityId: string;
  email: string;
  locale: string | null;
  zone: string | null;
}

/** People by their logins, with how they read. For the system: nobody else sees other people's languages. */
async function readersOf(ctx: Ctx, identities: readonly string[]): Promise<To[]> {
  if (identities.length === 0) return [];
  return ctx.db
    .selectFrom('identities')
    .select(['id as identityId', 'email', 'locale', 'zone'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', identities)
    .where('disabled_at', 'is', null)
    .execute();
}

async function send(
  ctx: Ctx,
  identities: readonly string[],
  write: (reader: Reader) => Pick<Mail, 'kind' | 'subject' | 'letter'>,
): Promise<number> {
  const people = await readersOf(ctx, identities);
  for (const { identityId, email, locale, zone } of people) {
    const reader = readerOf(ctx, { locale, zone });
    await queueMail(ctx, { ...write(reader), to: { address: email, identityId }, reader });
  }
  return people.length;
}

/** Before nobody gets in any more by a provider, the owners hear of it outside the portal. */
export const tellOfEnd = (
  ctx: Ctx,
  owners: readonly string[],
  { id, name, ends, source }: { id: string; name: string; ends: Date; source: string | null },
): Promise<number> =>
  send(ctx, owners, (reader) => {
    const on = formatDate(reader, ends);
    return {
      kind: 'sso.certificate_ends',
      subject: say(reader, 'endMail.subject', { name, on }),
      letter: {
        preheader: say(reader, 'endMail.preheader', { name }),
        title: say(reader, 'look.ends', { name, on }),
        paragraphs: [
          say(reader, 'endMail.text', { name }),
          say(reader, source ? 'endMail.address' : 'give.ends.pasted'),
        ],
        action: { label: say(reader, 'look.open'), url: `/settings/sso/${id}` },
        why: say(reader, 'endMail.why', { workspace: ctx.workspace.name }),
      },
    };
  });

/** Before a directory is heard no more, likewise. */
export const tellOfTokenEnd = (
  ctx: Ctx,
  owners: readonly string[],
  { id, name, ends }: { id: string; name: string; ends: Date },
): Promise<number> =>
  send(ctx, owners, (reader) => {
    const words = { name, on: formatDate(reader, ends) };
    return {
      kind: 'sso.token_ends',
      ...usualMail((part) => say(reader, `tokenMail.${part}`, words), {
        url: `/settings/sso/${id}`,
        also: say(reader, 'tokenMail.what'),
        why: say(reader, 'endMail.why', { workspace: ctx.workspace.name }),
      }),
    };
  });

/**
 * A domain's proof has ended: whoever answers for the business hears of it before people ask why they do not get in. Of a customer's
 * people it is required no more then; the team stays held to it.
 */
export const tellOfDomain = (
  ctx: Ctx,
  owners: readonly string[],
  { id, accountId, ...words }: { id: string; accountId: string | null; name: string; domain: string },
): Promise<number> =>
  send(ctx, owners, (reader) => ({
    kind: 'sso.domain_lost',
    subject: say(reader, 'lostMail.subject', words),
    letter: {
      preheader: say(reader, 'lostMail.preheader', words),
      title: say(reader, 'look.domain', words),
      paragraphs: [
        say(reader, accountId === null ? 'lostMail.team.text' : 'lostMail.text', words),
        say(reader, accountId === null ? 'lostMail.team.what' : 'lostMail.what'),
      ],
      action: { label: say(reader, 'look.open'), url: `/settings/sso/${id}` },
      why: say(reader, 'endMail.why', { workspace: ctx.workspace.name }),
    },
  }));

/** What decides who comes in as whom has become another: whoever answers for those people hears of it outside the portal. */
export const tellOfAuthority = (
  ctx: Ctx,
  people: readonly string[],
  { what, name, url, side }: { what: Grave; name: string; url: string; side: 'team' | 'customer' },
): Promise<number> =>
  send(ctx, people, (reader) => {
    const words = { workspace: ctx.workspace.name };
    const title = say(reader, `told.${what}`, { name });
    return {
      kind: 'sso.authority_changed',
      subject: say(reader, 'toldMail.subject', words),
      letter: {
        preheader: title,
        title,
        paragraphs: [say(reader, 'toldMail.text')],
        action: { label: say(reader, 'look.open'), url },
        why: say(reader, side === 'team' ? 'endMail.why' : 'toldMail.why', words),
      },
    };
  });

/** Somebody who has not used a sign-in yet that is there for them. */
export const remind = (
  ctx: Ctx,
  people: readonly string[],
  { id, name }: { id: string; name: string },
): Promise<number> =>
  send(ctx, people, (reader) => {
    const words = { name, workspace: ctx.workspace.name };
    return {
      kind: 'sso.reminder',
      ...usualMail((part) => say(reader, `remindMail.${part}`, words), {
        url: `/sso/${id}`,
        title: say(reader, 'remindMail.title', words),
        also: say(reader, 'remindMail.once'),
        why: say(reader, 'remindMail.why', words),
      }),
    };
  });
