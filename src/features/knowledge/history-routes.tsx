import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { findArticle, mayWrite, textIn } from './access.ts';
import type { Article } from './article.ts';
import { compared } from './compare.ts';
import { crumbs } from './crumbs.ts';
import { currentText } from './draft.ts';
import { forEditing } from './editing.ts';
import { bringBack, bringSaveBack, findVersion, historyOf, madeWay, type Version } from './history.ts';
import { localeOf } from './language-asked.ts';
import { say } from './messages.ts';
import { undoOf } from './undo.ts';
import { ComparePage, NoHistory } from './views/compare.tsx';

/** What a text was before, and the way back. */
export function historyRoutes(room: Room): void {
  room.get('/knowledge/:number/history', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const article = await findArticle(ctx, c.req.param('number') ?? '');
    const locale = await localeOf(ctx, article, c.req.query('lang'));
    const history = await historyOf(ctx, article.id, locale);
    const [later, text, current] = await Promise.all([
      history.length > 0 ? laterOf(ctx, article, locale, history, c.req.query('of')) : null,
      textIn(ctx, article.id, locale),
      currentText(ctx, article.id, locale),
    ]);
    const page = { title: say(ctx.reader, 'compare'), nav: 'knowledge', crumbs: await crumbs(ctx, article, 'compare') };
    if (!later || (history.length === 1 && !later.draft))
      return c.render(<NoHistory ctx={ctx} article={article} locale={locale} />, page);
    const wanted = history.find(({ n }) => String(n) === c.req.query('with'));
    const before = history.find(({ n }) => later.draft || n < later.n) ?? history.at(-1)!;
    const earlier = await findVersion(ctx, article.id, locale, (wanted ?? before).id);
    // With addresses that a browser knows: a picture is what most of a change may be.
    const [was, is] = await Promise.all([forEditing(ctx, earlier.html), forEditing(ctx, later.html)]);
    return c.render(
      <ComparePage
        ctx={ctx}
        guard={guardOf(c)}
        article={article}
        locale={locale}
        history={history}
        later={{ ...later, html: is }}
        earlier={{ ...earlier, html: was }}
        comparison={compared(was, is)}
        open={current?.open ? current : null}
        side={c.req.query('view') === 'side'}
        live={history.find(({ id }) => id === text?.versionId)?.n}
      />,
      { ...page, topics: [`article:${article.id}`] },
    );
  });

  room.post('/knowledge/:number/restoration', 'member', async (ctx, c) => {
    const number = c.req.param('number') ?? '';
    const article = await findArticle(ctx, number);
    const locale = await localeOf(ctx, article, c.var.form.get('lang'));
    if (c.var.form.get('revision')) {
      const said = parseForm(madeWay, c.var.form, String);
      if (!said.ok) throw notFound();
      await bringSaveBack(ctx, number, locale, said.value);
      flash(c, say(ctx.reader, 'restored.save'));
    } else {
      const { n, instead } = await bringBack(ctx, number, locale, c.var.form.get('version') ?? '');
      flash(c, say(ctx.reader, 'restored.version', { n }), undoOf(ctx, number, locale, instead));
    }
    return c.redirect(`/knowledge/${number}?lang=${locale}`, 303);
  });
}

/** A version that was asked for, else what was saved last. */
async function laterOf(
  ctx: CtxOf<Member>,
  article: Article,
  locale: string,
  history: Pick<Version, 'id' | 'n'>[],
  of: string | undefined,
) {
  const version = history.find(({ n }) => String(n) === of);
  if (version) return { ...(await findVersion(ctx, article.id, locale, version.id)), draft: false };
  const current = await currentText(ctx, article.id, locale);
  if (!current) throw notFound();
  const last = history[0]!.n;
  return { ...current, n: current.open ? last + 1 : last, draft: current.open };
}
