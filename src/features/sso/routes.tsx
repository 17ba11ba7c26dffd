import type { Context } from 'hono';
import { z } from 'zod';
import { emailAddress } from '#features/identity/index.ts';
import { deriveKey, verify } from '#platform/crypto.ts';
import { isId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { localPath } from '#platform/http/local-path.ts';
import { createRoom } from '#platform/http/room.ts';
import { domainOf } from './connection.ts';
import { connectionById } from './connections.ts';
import { say } from './messages.ts';
import { providers } from './providers.ts';
import { CompanyPage } from './views/company.tsx';
import { GoPage } from './views/go.tsx';
import { ProblemPage } from './views/problem.tsx';

export const room = createRoom('sso');

const problem = z.object({ why: z.string(), request: z.string(), connection: z.string().nullable() });

/** Sealed: a link that somebody sends says nothing of its own here. */
room.get('/sso/problem', 'anyone', async (ctx, c) => {
  const key = deriveKey(ctx.platform.masterKey, 'sso problem', ctx.workspace.id);
  const seal = verify(key, c.req.query('about') ?? '', ctx.now);
  const about = seal.ok ? problem.parse(seal.payload) : null;
  c.status(about ? 403 : 410);
  const page = <ProblemPage ctx={ctx} about={about} />;
  return c.render(page, { title: say(ctx.reader, 'problem.page'), layout: 'door' });
});

/**
 * The last page of ours on the way out. The browser goes on by itself: a form may not lead to another site (form-action), so the
 * forms of the sign-in page lead here.
 */
room.get('/sso/:id', 'anyone', async (ctx, c) => {
  // Whoever is signed in was sent here as well: another customer, or a proof, asks for the provider.
  const next = localPath(c.req.query('next'));
  await elevate(ctx.db, ctx.workspace.id);
  const connection = await connectionById(ctx, c.req.param('id') ?? '');
  if (!connection?.enabledAt) throw notFound();
  const hint = emailAddress(c.req.query('hint') ?? '');
  const query = new URLSearchParams({ ...(next === '/' ? {} : { next }), ...(hint ? { hint } : {}) });
  const onward = `/sso/${connection.id}/go${query.size > 0 ? `?${query}` : ''}`;
  c.header('refresh', `0; url=${onward}`);
  const page = <GoPage ctx={ctx} name={connection.name} onward={onward} />;
  return c.render(page, { title: say(ctx.reader, 'go.page', { name: connection.name }), layout: 'door' });
});

/** After a test: each side has a page of its own for what it has shown. */
room.get('/sso/:id/tested', 'signed-in', (ctx, c) => {
  const id = c.req.param('id') ?? '';
  if (!isId(id)) throw notFound();
  return c.redirect(ctx.actor.kind === 'member' ? `/settings/sso/${id}/test` : '/sign-on#test', 303);
});

room.get('/sign-in/company', 'anyone', (ctx, c) => {
  const next = localPath(c.req.query('next'));
  if (ctx.actor.kind !== 'visitor' && c.req.query('again') !== '1') return c.redirect(next, 303);
  return companyPage(ctx, c, { next, email: '' });
});

/** Which provider an address belongs to is told by its domain; whether anybody has it is not looked at. */
room.post('/sign-in/company', 'anyone', async (ctx, c) => {
  const next = localPath(c.var.form.get('next'));
  const typed = c.var.form.get('email') ?? '';
  const email = emailAddress(typed);
  if (!email) return companyPage(ctx, c, { next, email: typed, error: say(ctx.reader, 'company.invalid') }, 422);
  const found = await providers.forAddress(ctx, email);
  const none = say(ctx.reader, 'company.none', { domain: domainOf(email) });
  if (!found) return companyPage(ctx, c, { next, email, error: none }, 422);
  const query = new URLSearchParams({ hint: email, ...(next === '/' ? {} : { next }) });
  return c.redirect(`${found.href}?${query}`, 303);
});

function companyPage(
  ctx: Ctx,
  c: Context<Env>,
  form: { next: string; email: string; error?: string },
  status: 200 | 422 = 200,
) {
  c.status(status);
  const page = <CompanyPage ctx={ctx} guard={guardOf(c, '')} again={ctx.actor.kind !== 'visitor'} {...form} />;
  return c.render(page, { title: say(ctx.reader, 'company.page'), layout: 'door' });
}
