import type { Context } from 'hono';
import { z } from 'zod';
import { inviteContact } from '#features/identity/index.ts';
import { deriveKey, sign, verify } from '#platform/crypto.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { flash, readCookie, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { findAccount } from './access.ts';
import { say } from './messages.ts';
import { Invited } from './views/invited.tsx';

const COOKIE = 'portico_invited';
const SECONDS = 600;

type Given = Parameters<typeof inviteContact>[1];

const kept = z.object({ by: z.string(), account: z.string(), email: z.string(), url: z.string() });

/**
 * Invites somebody, says `text` about it and leads on. Where no mail goes out, to a page that shows the inviter the link:
 * it stays in their own browser, for ten minutes, and is in no address.
 */
export async function inviteAndTell(ctx: CtxOf<Member>, c: Context<Env>, given: Given, text: string) {
  const { path } = await inviteContact(ctx, given);
  const account = given.accountId;
  if (sendsMail(ctx.platform.config)) {
    flash(c, text);
    return c.redirect(`/customers/${account}`, 303);
  }
  const link = { by: ctx.actor.personId, account, email: given.email, url: ctx.portal.origin + path };
  writeCookie(c, COOKIE, sign(keyOf(ctx), link, new Date(Date.now() + SECONDS * 1000)), SECONDS);
  return c.redirect(`/customers/${account}/invited`, 303);
}

export function invitedPage(room: Room): void {
  room.get('/customers/:id/invited', 'member', async (ctx, c) => {
    const account = await findAccount(ctx, c.req.param('id') ?? '');
    const seal = verify(keyOf(ctx), readCookie(c, COOKIE), ctx.now);
    const link = seal.ok ? kept.safeParse(seal.payload).data : undefined;
    if (!link || link.by !== ctx.actor.personId || link.account !== account.id) {
      return c.redirect(`/customers/${account.id}`, 303);
    }
    const title = say(ctx.reader, 'invited.title');
    return c.render(<Invited reader={ctx.reader} account={account} email={link.email} url={link.url} />, {
      title,
      nav: 'customers',
      crumbs: [
        { label: say(ctx.reader, 'customers'), href: '/customers' },
        { label: account.name, href: `/customers/${account.id}` },
        { label: title },
      ],
    });
  });
}

const keyOf = (ctx: Ctx) => deriveKey(ctx.platform.masterKey, 'invited', ctx.workspace.id);
