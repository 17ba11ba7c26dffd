import type { Context } from 'hono';
import { HELP_TOPIC } from '#features/knowledge/index.ts';
import { answerWith } from '#platform/http/compressed.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
import { contentSecurityPolicy } from '#platform/http/security-headers.ts';
import { Page } from '#platform/ui/page.tsx';
import { cardPath } from './card.ts';
import type { HelpPage } from './page.ts';
import { helpSettings } from './settings.ts';
import { PublicPage } from './views/public-page.tsx';

/**
 * A page in its frame: within the portal for who is signed in, by itself for a visitor. Only the latter is the same for everybody, whoever's
 * session has ended among them.
 */
export async function framed(ctx: Ctx, c: Context<Env>, page: HelpPage): Promise<Response> {
  const csp = page.frames?.length
    ? `${contentSecurityPolicy(ctx.portal.origin)}; frame-src ${page.frames.join(' ')}`
    : undefined;
  if (ctx.actor.kind !== 'visitor') {
    if (csp) c.header('content-security-policy', csp);
    return c.render(<Page>{page.content}</Page>, {
      title: page.title,
      nav: 'help',
      crumbs: page.crumbs,
      topics: [HELP_TOPIC],
    });
  }
  const { found } = await helpSettings(ctx);
  const html = await (
    <PublicPage ctx={ctx} page={{ ...page, picture: cardPath(ctx.workspace.brand), aside: page.aside || !found }} />
  ).toString();
  const { keep } = c.var;
  if (!keep) {
    if (csp) c.header('content-security-policy', csp);
    return answerWith(c, html);
  }
  return keep({
    type: 'text/html; charset=UTF-8',
    body: html,
    headers: csp ? { 'content-security-policy': csp } : undefined,
    vary: page.negotiated ? 'accept-language' : undefined,
    until: page.until,
  });
}
