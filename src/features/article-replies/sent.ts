import { type RawBuilder, sql } from 'kysely';
import type { Ticket } from '#features/tickets/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { originsOf } from '#platform/http/origins.ts';
import { articleSent } from './events.ts';

const MOST = 20;
const PLACE = /^\/help\/([a-z]{2,3}(?:-[A-Z]{2})?)\/([^/]{1,120})$/;

/** The articles that a text links to at one of our origins, by what their addresses say. */
export function addressesIn(html: string, origins: readonly string[]): { locale: string; slug: string }[] {
  const found = new Map<string, { locale: string; slug: string }>();
  for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) {
    const url = URL.parse(href.replaceAll('&amp;', '&'), origins[0]);
    const [, locale, slug] = (url && origins.includes(url.origin) && PLACE.exec(url.pathname)) || [];
    if (locale && slug) found.set(`${locale}/${slug}`, { locale, slug });
  }
  return [...found.values()].slice(0, MOST);
}

/** Counts the articles that a reply names: those put in by the button, and those whose address was pasted. */
export async function countSent(ctx: Ctx, ticket: Ticket, html: string): Promise<void> {
  const places = html.includes('/help/') ? addressesIn(html, await originsOf(ctx)) : [];
  if (places.length === 0) return;
  const at: RawBuilder<unknown>[] = places.map(({ locale, slug }) => sql`(${locale}, ${slug})`);
  const { rows } = await sql<{ id: string; number: number }>`
    select a.id, a.number from articles a where a.workspace_id = ${ctx.workspace.id} and a.id in (
      select article_id from article_texts where workspace_id = ${ctx.workspace.id} and (locale, slug) in (${sql.join(at)})
      union select article_id from article_slugs where workspace_id = ${ctx.workspace.id} and (locale, slug) in (${sql.join(at)}))`.execute(
    ctx.db,
  );
  for (const { id, number } of rows)
    await record(ctx, articleSent, {
      subjectId: id,
      accountId: ticket.accountId,
      data: { number, ticket: ticket.number },
    });
}
