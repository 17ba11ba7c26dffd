import type { Context } from 'hono';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { sendsMail } from '#platform/mail/reach.ts';
import { postedEmail } from '../email.ts';
import { askProof } from '../proof.tsx';
import { room } from '../routes.tsx';
import { LINK_MINUTES } from '../terms.ts';
import { addressBehind, askForAddress, changeAddress, isKeptElsewhere, type Own } from './change.ts';
import { say } from './messages.ts';
import { AddressPage, AddressProof, LinkGone } from './page.tsx';

room.get('/account/address', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const kept = await keptForm(ctx, c, '/account/address');
  return addressPage(ctx, c, kept?.get('email') ?? '');
});

room.post('/account/address', 'signed-in', async (ctx, c) => {
  const asked = await askProof(ctx, c);
  if (asked) return asked;
  const { address, typed } = postedEmail(c.var.form);
  if (!address) return addressPage(ctx, c, typed, say(ctx.reader, 'address.invalid'));
  if (address === ctx.actor.email.toLowerCase()) return addressPage(ctx, c, typed, say(ctx.reader, 'address.same'));
  if ((await isKeptElsewhere(ctx, c)) || !sendsMail(ctx.platform.config)) return addressPage(ctx, c, typed);
  await askForAddress(ctx, address);
  flash(c, say(ctx.reader, 'address.sent', { email: address, n: LINK_MINUTES }));
  return c.redirect('/account#ways-in', 303);
});

// What the link opens. Only its button changes anything: mail scanners and previews open links, too.
room.get('/account/address/proof', 'signed-in', async (ctx, c) => {
  const token = c.req.query('token') ?? '';
  const found = await addressBehind(ctx, c, token);
  if (!found) return gone(ctx, c);
  const page = <AddressProof ctx={ctx} guard={guardOf(c, '/account')} {...found} token={token} />;
  return c.render(page, { title: say(ctx.reader, 'address.title') });
});

room.post('/account/address/proof', 'signed-in', async (ctx, c) => {
  const email = await changeAddress(ctx, c.var.form.get('token') ?? '');
  if (!email) return c.redirect('/account/address/proof', 303);
  flash(c, say(ctx.reader, 'address.changed', { email }));
  return c.redirect('/account#ways-in', 303);
});

async function addressPage(ctx: Own, c: Context<Env>, typed: string, error?: string): Promise<Response> {
  if (c.req.method === 'POST') c.status(422);
  const kept = (await isKeptElsewhere(ctx, c)) ? 'theirs' : sendsMail(ctx.platform.config) ? undefined : 'noMail';
  const page = <AddressPage ctx={ctx} guard={guardOf(c)} typed={typed} error={error} why={kept} />;
  return c.render(page, { title: say(ctx.reader, 'address.title') });
}

function gone(ctx: Own, c: Context<Env>) {
  c.status(410);
  return c.render(<LinkGone reader={ctx.reader} />, { title: say(ctx.reader, 'address.gone.title') });
}
