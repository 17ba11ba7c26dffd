import type { Context } from 'hono';
import { liveArticle, liveArticlesById, rendered } from '#features/knowledge/index.ts';
import { isId } from '#platform/db/ids.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { createRoom } from '#platform/http/room.ts';
import { say } from './messages.ts';
import { askedAbout, openedAnswer, solvedBy } from './session.ts';
import { settingsRoutes } from './settings-routes.tsx';
import { teamRoutes } from './team-routes.tsx';
import { AnswerPage } from './views/answer.tsx';
import { Answers } from './views/answers.tsx';

/** Answers before a ticket, for those who write one; what they spare, for the team. */
export const room = createRoom('deflection', 'support');

const MAX_SUBJECT = 200;

/** While the subject is written: a part of the page. What was written so far stands in no address and in no log. */
room.post('/support/new/answers', 'contact', async (ctx, c) => {
  const found = await askedAbout(ctx, (c.var.form.get('subject') ?? '').slice(0, MAX_SUBJECT));
  return c.html(<Answers reader={ctx.reader} found={found} />);
});

room.get('/support/new/answers/:article', 'contact', async (ctx, c) => {
  const article = await readable(ctx, c);
  const { html } = await rendered(ctx, article.html, article.locale, article.places);
  return c.render(<AnswerPage ctx={ctx} guard={guardOf(c)} article={article} html={html} />, {
    title: article.title,
    styles: 'texts',
    nav: 'support',
    crumbs: [
      { label: say(ctx.reader, 'support'), href: '/support' },
      { label: say(ctx.reader, 'new'), href: '/support/new' },
      { label: article.title },
    ],
  });
});

/** Somebody has opened it over the form: no fields, no answer. */
room.post('/support/new/answers/:article/reading', 'contact', async (ctx, c) => {
  await openedAnswer(ctx, (await readable(ctx, c)).id);
  return c.body(null, 204);
});

room.post('/support/new/solution', 'contact', async (ctx, c) => {
  const article = c.var.form.get('article') ?? '';
  if (isId(article)) await solvedBy(ctx, article);
  flash(c, say(ctx.reader, 'solved'));
  return c.redirect('/support', 303);
});

/** The article, as whoever asks may read it; one they may not is not there. */
async function readable(ctx: CtxOf<Contact>, c: Context<Env>) {
  const id = c.req.param('article') ?? '';
  const text = isId(id) ? (await liveArticlesById(ctx, [id], ctx.reader.locale)).get(id) : undefined;
  const found = text && (await liveArticle(ctx, text.locale, text.slug));
  if (!found || !('article' in found)) throw notFound();
  return found.article;
}

teamRoutes(room);
settingsRoutes(room);
