import { crumbs, findArticle, mayWrite, type Queue, teamTitle, teamTitles } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { Button } from '#platform/ui/button.tsx';
import { Row } from '#platform/ui/rows.tsx';
import { say } from './messages.ts';
import { ReadersPage } from './views/readers-page.tsx';
import { commentsOn, unhelpful, votesOf } from './vote.ts';

const MOST = 100;
const LISTED = 5;

/** For whoever looks after an article: whom it helped, and what the others missed. */
export function readersRoutes(room: Room): void {
  room.get('/knowledge/:number/readers', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const article = await findArticle(ctx, c.req.param('number') ?? '');
    const [title, votes, comments] = await Promise.all([
      teamTitle(ctx, article.id, ctx.reader.locale),
      votesOf(ctx, article.id),
      commentsOn(ctx, article.id, MOST),
    ]);
    return c.render(<ReadersPage ctx={ctx} number={article.number} title={title} votes={votes} comments={comments} />, {
      title: say(ctx.reader, 'readers.title'),
      nav: 'knowledge',
      crumbs: await crumbs(ctx, article, 'readers'),
      topics: [`article:${article.id}`],
    });
  });
}

/** Beside what authors have to do next: the articles that did not help. */
export const unhelpfulQueue: Queue = {
  async of(ctx: Ctx) {
    const found = await unhelpful(ctx);
    if (found.length === 0) return null;
    const shown = found.slice(0, LISTED);
    const titles = await teamTitles(
      ctx,
      shown.map(({ id }) => id),
      ctx.reader.locale,
    );
    return {
      id: 'unhelpful',
      title: say(ctx.reader, 'queue.title'),
      n: found.length,
      rows: (
        <>
          {shown.map(({ id, number, yes, no }) => (
            <Row
              title={
                <a class="name-link" href={`/knowledge/${number}/readers`}>
                  {titles.get(id) ?? ''}
                </a>
              }
              meta={say(ctx.reader, 'queue.note', { no, all: yes + no })}
              end={
                <Button
                  size="small"
                  href={`/knowledge/${number}`}
                  aria-label={say(ctx.reader, 'queue.mend.of', { title: titles.get(id) ?? '' })}
                >
                  {say(ctx.reader, 'queue.mend')}
                </Button>
              }
            />
          ))}
        </>
      ),
    };
  },
};
