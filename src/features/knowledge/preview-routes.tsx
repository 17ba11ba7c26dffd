import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { Button } from '#platform/ui/button.tsx';
import { Prose } from '#platform/ui/message.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, PageHead, Segmented } from '#platform/ui/page.tsx';
import { findArticle, mayWrite } from './access.ts';
import { crumbs } from './crumbs.ts';
import { currentText } from './draft.ts';
import { localeOf, writtenIn } from './language-asked.ts';
import { languageName } from './languages.ts';
import { say } from './messages.ts';
import { rendered } from './render.ts';

/** What was saved last, as a reader would have it. */
export function previewRoutes(room: Room): void {
  room.get('/knowledge/:number/preview', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const article = await findArticle(ctx, c.req.param('number') ?? '');
    const locale = await localeOf(ctx, article, c.req.query('lang'));
    const current = await currentText(ctx, article.id, locale);
    if (!current) throw notFound();
    const [{ html }, languages] = await Promise.all([rendered(ctx, current.html, locale), writtenIn(ctx, article.id)]);
    const readers = say(ctx.reader, `audience.${article.readers}`);
    return c.render(
      <Page width="narrow">
        <Notice
          icon="eye"
          action={
            <Button size="small" href={`/knowledge/${article.number}?lang=${locale}`}>
              {say(ctx.reader, 'compare.back')}
            </Button>
          }
        >
          {say(ctx.reader, current.open ? 'preview.draft' : 'preview.live')}{' '}
          {say(ctx.reader, 'preview.readers', { readers })}
        </Notice>
        {languages.length > 1 && (
          <Segmented
            label={say(ctx.reader, 'language')}
            items={languages.map((one) => ({
              label: languageName(one),
              href: `/knowledge/${article.number}/preview?lang=${one}`,
              current: one === locale,
            }))}
          />
        )}
        <PageHead
          title={<span lang={locale}>{current.title}</span>}
          lede={current.summary && <span lang={locale}>{current.summary}</span>}
        />
        <Prose html={html} lang={locale} kind="article" />
      </Page>,
      {
        title: current.title || say(ctx.reader, 'untitled'),
        nav: 'knowledge',
        crumbs: await crumbs(ctx, article, 'preview'),
        topics: [`article:${article.id}`],
      },
    );
  });
}
