import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isFirstWithin } from '#platform/http/rate-limit.ts';
import { type Mail, queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { atPortal } from './at-portal.ts';
import { signUpAsked } from './events.ts';
import { say } from './messages.ts';
import { PROOF_HOURS } from './request.ts';
import { wayOf } from './way.ts';

const HOUR = 3600;

/**
 * Writes to the address that somebody typed, and tells them, in their mailbox, what the door tells nobody: a link that proves
 * it, that they have access already, or that it opens nothing here. What was typed beside it is not in the mail: whoever
 * typed it may be somebody else.
 */
export const sendProof = reaction('newcomers.send-proof', signUpAsked, async (ctx, event) => {
  const asked = await ctx.db
    .selectFrom('sign_ups')
    .select(['email', 'locale', 'host', 'expires_at as expiresAt'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', event.subjectId)
    .where('proved_at', 'is', null)
    .executeTakeFirst();
  if (!asked || asked.expiresAt <= ctx.now) return;
  const here = await atPortal(ctx, asked.host);
  if (!here || !(await mayBeWrittenTo(ctx, asked.email))) return;
  const way = await wayOf(here, asked.email);
  if (way.to === 'known') return mailKnown(here, asked);
  if (way.to === 'nowhere') return mailNowhere(here, asked);
  const token = randomToken();
  await ctx.db
    .updateTable('sign_ups')
    .set({ token_hash: sha256Hex(token) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', event.subjectId)
    .execute();
  return mailProof(here, asked, token);
});

/**
 * Anybody can type anybody's address, at every portal of this installation: it is written to once an hour, whoever asks and
 * wherever.
 */
const mayBeWrittenTo = ({ db }: Ctx, email: string): Promise<boolean> =>
  isFirstWithin(db, HOUR, `sign-up mail to ${email.toLowerCase()}`);

interface To {
  email: string;
  locale: string;
  expiresAt: Date;
}

type Told = Pick<Mail, 'kind'> & { words: 'mail.proof' | 'mail.known' | 'mail.nowhere'; url: string };

const mailProof = (ctx: Ctx, to: To, token: string) =>
  write(ctx, to, { kind: 'newcomer.proof', words: 'mail.proof', url: `/sign-up/proof?token=${token}` });
const mailKnown = (ctx: Ctx, to: To) =>
  write(ctx, to, { kind: 'newcomer.known', words: 'mail.known', url: '/sign-in' });
const mailNowhere = (ctx: Ctx, to: To) =>
  write(ctx, to, { kind: 'newcomer.nowhere', words: 'mail.nowhere', url: '/sign-in' });

async function write(ctx: Ctx, { email, locale, expiresAt }: To, { kind, words, url }: Told): Promise<void> {
  const reader = readerOf(ctx, { locale, zone: null });
  const names = { name: ctx.workspace.name, n: PROOF_HOURS };
  await queueMail(ctx, {
    kind,
    to: { address: email, identityId: null },
    reader,
    sendBefore: expiresAt,
    ...usualMail((part) => say(reader, `${words}.${part}`, names), {
      url,
      aftertext: say(reader, 'mail.ignore'),
      why: say(reader, 'mail.why', { host: ctx.portal.host }),
    }),
  });
}
