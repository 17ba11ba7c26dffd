import type { ArticleFacts } from '#features/knowledge/index.ts';
import { refOf } from '#features/tickets/index.ts';
import { begunFromTicket, timesSent, usedSince } from './figures.ts';
import { say } from './messages.ts';

export const DAYS = 90;
export const since = (now: Date): Date => new Date(now.getTime() - DAYS * 86_400_000);

/** On an article's page: in how many replies it was named, and which ticket it came of. On the authors' first page: which were. */
export const articleFacts: ArticleFacts = {
  async of(ctx, articleId) {
    const [n, ticket] = await Promise.all([timesSent(ctx, articleId), begunFromTicket(ctx, articleId)]);
    return [
      { term: say(ctx.reader, 'used'), value: <a href="/knowledge/replies">{say(ctx.reader, 'used.n', { n })}</a> },
      ...(ticket === null
        ? []
        : [{ term: say(ctx.reader, 'from'), value: <a href={`/inbox/${ticket}`}>{refOf(ticket)}</a> }]),
    ];
  },
  async going(ctx) {
    const n = await usedSince(ctx, since(ctx.now));
    return [
      {
        term: say(ctx.reader, 'used'),
        value: <a href="/knowledge/replies">{say(ctx.reader, 'going.n', { n: n.sent })}</a>,
      },
      {
        term: say(ctx.reader, 'begun'),
        value: <a href="/knowledge/replies#begun">{say(ctx.reader, 'begun.n', { n: n.begun })}</a>,
      },
    ];
  },
};
