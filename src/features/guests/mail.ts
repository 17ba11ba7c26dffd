import { CODE_MINUTES } from '#features/identity/index.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { formatDate } from '#platform/i18n/format.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import type { GuestLink } from './link.ts';
import { say } from './messages.ts';

/** Tells a stranger that something was shared with them. What it says is read behind the link, not in the mail. */
export function mailLink(
  ctx: CtxOf<Member>,
  { email, number, token, expiresAt }: { email: string; number: number; token: string; expiresAt: Date },
): Promise<string> {
  const reader = readerOf(ctx, { locale: null, zone: null });
  const names = { member: ctx.actor.name, name: ctx.workspace.name, ref: `T-${number}` };
  return queueMail(ctx, {
    kind: 'guest.link',
    to: { address: email, identityId: null },
    reader,
    speaker: ctx.actor.name,
    sendBefore: expiresAt,
    ...usualMail((part) => say(reader, `mail.link.${part}`, names), {
      url: `/shared/open?token=${token}`,
      aftertext: say(reader, 'mail.link.ends', { date: formatDate(reader, expiresAt, 'long') }),
      why: say(reader, 'mail.link.why', names),
    }),
  });
}

/** The code for whoever opened the link, in the language they read it in. */
export function mailCode(ctx: Ctx, link: GuestLink, token: string, code: string): Promise<string> {
  const reader = { ...ctx.reader };
  const names = { name: ctx.workspace.name, code, n: CODE_MINUTES, ref: `T-${link.number}` };
  return queueMail(ctx, {
    kind: 'guest.code',
    to: { address: link.email, identityId: null },
    reader,
    sendBefore: new Date(ctx.now.getTime() + CODE_MINUTES * 60_000),
    ...usualMail((part) => say(reader, `mail.code.${part}`, names), {
      url: `/shared/open?token=${token}`,
      title: say(reader, 'mail.code.title', names),
      aftertext: say(reader, 'mail.code.ignore'),
      why: say(reader, 'mail.code.why', names),
    }),
  });
}
