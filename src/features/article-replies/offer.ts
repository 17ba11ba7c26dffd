import { foundIn } from '#features/deflection/index.ts';
import { articleLink, liveArticlesById } from '#features/knowledge/index.ts';
import { askedIn, find, type Hit } from '#features/search/index.ts';
import type { Ticket } from '#features/tickets/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { publicOrigin } from '#platform/http/origins.ts';
import { languageOf, readableBy } from './readable.ts';

const MOST = 12;

export interface Offered extends Hit {
  /** Whether the customer could open it. */
  readable: boolean;
}

/** Articles about what was typed, in the customer's language; those that they could not open are said to be so. */
export async function offered(ctx: Ctx, ticket: Ticket, typed: string): Promise<Offered[]> {
  const lang = await languageOf(ctx, ticket);
  const asked = { ...askedIn(typed), number: null, only: null };
  const { groups } = await find(ctx, asked, { most: MOST, kind: 'article', lang });
  const hits = groups.flatMap((group) => group.hits);
  const readable = await readableBy(
    ctx,
    ticket,
    hits.map(({ id }) => id),
  );
  return hits.map((hit) => ({ ...hit, readable: readable.has(hit.id) }));
}

/** Before anybody has typed: only what a customer who writes this subject is shown as well. A word in common is not enough. */
export async function fitting(ctx: Ctx, ticket: Ticket): Promise<Offered[]> {
  const [about, hits] = [await foundIn(ctx, ticket.subject), await offered(ctx, ticket, ticket.subject)];
  return hits.filter(({ id }) => about.includes(id));
}

/** What is put into the reply; an article that the customer may not read is not there. */
export async function linkTo(ctx: Ctx, ticket: Ticket, id: string): Promise<{ title: string; url: string }> {
  if (!isId(id)) throw notFound();
  const lang = await languageOf(ctx, ticket);
  const [articles, readable] = await Promise.all([liveArticlesById(ctx, [id], lang), readableBy(ctx, ticket, [id])]);
  const article = articles.get(id);
  if (!article || !readable.has(id)) throw notFound();
  return { title: article.title, url: publicOrigin(ctx) + articleLink(article, lang) };
}

/** Of an article that is read while a reply waits: its page knows the way back. */
export const readFor = ({ number }: Pick<Ticket, 'number'>, href: string): string =>
  `${href}${href.includes('?') ? '&' : '?'}reply=${number}`;

/** The ticket whose reply waits, as an address says it. */
export const replyIn = (said: string | undefined): number | undefined =>
  said && /^[1-9]\d{0,9}$/.test(said) ? Number(said) : undefined;

/** Of the ticket's page, with the reply as it was when its writer went to look for an article. */
export const waitingReply = ({ number }: Pick<Ticket, 'number'>): string => `/inbox/${number}?kept=1&back=1#reply`;
