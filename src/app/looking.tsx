import type { Context, MiddlewareHandler } from 'hono';
import { noteSeen, partOfView, sayOver, viewsClosed } from '#features/view-as/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { inScope } from '#platform/db/scope.ts';
import { clearCookie, VIEW_COOKIE } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { scoped, viewOf } from '#platform/http/scoped.ts';
import { stillForms } from '#platform/http/still-forms.ts';
import { refuse } from './errors.tsx';
import { layout } from './layout.tsx';

/** The two forms that whoever looks as a customer sends as themselves. */
const LEAVING = new Set(['/view/ending', '/sign-out']);

/**
 * Somebody who looks at the portal as a customer sends nothing: before a form of theirs meets anything that could act on it, it is
 * answered with a page that says so. Stands before everything that a form can reach, the ways in to other sites included.
 */
export const viewersSendNothing: MiddlewareHandler<Env> = async (c, next) => {
  if (!c.get('viewToken')) return next();
  if (c.req.method !== 'POST') return lookOn(c, next);
  if (LEAVING.has(c.req.path)) return leave(c, next);
  if (await stands(c)) {
    await scoped(c, async () => {
      await layout(c, async () => {
        c.res = await refuse(c, 'view');
      });
    });
    return;
  }
  forget(c);
  return next();
};

/** What is found in a look is written down as its reader's; and if the look stands no more, that is, too. */
async function lookOn(c: Context<Env>, next: () => Promise<void>): Promise<void> {
  await next();
  const [look, ctx] = [c.get('look'), c.get('ctx')];
  if (!look?.over || look.over === 'gone' || !look.id || ctx?.actor.kind !== 'member') return;
  await viewsClosed(ctx, ctx.actor, look.over, look.id);
}

async function leave(c: Context<Env>, next: () => Promise<void>): Promise<void> {
  c.set('viewToken', '');
  await next();
  const actor = c.get('ctx')?.actor;
  if (c.req.path !== '/sign-out' || actor?.kind !== 'member' || c.res.status >= 400) return;
  await viewsClosed(c.get('ctx'), actor, 'signed_out');
  clearCookie(c, VIEW_COOKIE);
}

function forget(c: Context<Env>): void {
  c.set('viewToken', '');
  clearCookie(c, VIEW_COOKIE);
}

async function stands(c: Context<Env>): Promise<boolean> {
  const scope = { workspaceId: c.get('workspace').id, tokenHash: sha256Hex(c.get('sessionToken')), view: viewOf(c) };
  return inScope(c.get('platform').pool, scope, async (_, { look }) => ({
    value: look !== undefined && look.over === null,
    commit: true,
  }));
}

/** Keeps a look to what the contact sees of their customer's matters. Mounted inside the layout: what it refuses is dressed. */
export const withinView: MiddlewareHandler<Env> = async (c, next) => {
  if (!c.get('viewToken')) return next();
  const { viewing } = c.get('ctx');
  if (!viewing) return over(c, next);
  const part = partOfView(c.req.path);
  if (part !== 'open') throw new HttpError(403, `view ${part}`, { refusal: part });
  noteSeen(c, viewing);
  await next();
  // Part of a page, which the layout has not seen.
  if (!c.req.header('turbo-frame') || !c.res.headers.get('content-type')?.startsWith('text/html')) return;
  if (c.res.headers.has('content-encoding')) return;
  c.res = new Response(stillForms(await c.res.text()), c.res);
};

/** A look that stands no more: pages lead back to the member's own work, with the reason. */
async function over(c: Context<Env>, next: () => Promise<void>): Promise<Response | undefined> {
  const look = c.get('look');
  forget(c);
  if (!look || look.over === 'gone' || !c.req.header('accept')?.includes('text/html')) {
    await next();
    return undefined;
  }
  return c.redirect(sayOver(c, look), 303);
}
