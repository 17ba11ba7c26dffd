import type { Context } from 'hono';
import { sql } from 'kysely';
import { HELP_TOPIC, readersTopic } from '#features/knowledge/index.ts';
import { kept } from '#platform/db/kept.ts';
import { answerWith } from '#platform/http/compressed.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Env } from '#platform/http/env.ts';
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
  if (ctx.actor.kind !== 'visitor') {
    return c.render(<Page>{page.content}</Page>, {
      title: page.title,
      styles: 'texts',
      nav: 'help',
      crumbs: page.crumbs,
      topics: page.topics ?? (await topicsFor(ctx)),
    });
  }
  const aside = page.aside || !(await helpSettings(ctx)).found;
  await c.get('allRead')();
  const html = await (
    <PublicPage ctx={ctx} page={{ ...page, picture: cardPath(ctx.workspace.brand), aside }} />
  ).toString();
  const { keep } = c.var;
  if (!keep) return answerWith(c, html);
  return keep({
    type: 'text/html; charset=UTF-8',
    body: html,
    vary: page.negotiated ? 'accept-language' : undefined,
    languages: page.languages,
    until: page.until,
  });
}

const someGates = kept(() => sql<{ some: boolean }>`select cardinality(app.open_gates()) > 0 as some`);

/** What is theirs to hear of: of what only some customers read, those for whom something of it is open. */
export async function topicsFor(ctx: Ctx): Promise<string[]> {
  if (ctx.actor.kind === 'visitor') return [];
  if (ctx.actor.kind === 'member') return [HELP_TOPIC];
  const { some } = await someGates.one(ctx, {});
  const audiences = ['public', 'signed_in', ...(some ? (['segment'] as const) : [])] as const;
  return audiences.map(readersTopic);
}
