import { notFound } from '#platform/http/http-error.ts';
import type { Room } from '#platform/http/room.ts';
import { Button } from '#platform/ui/button.tsx';
import { Notice } from '#platform/ui/notice.tsx';
import { Page, Segmented } from '#platform/ui/page.tsx';
import { findArticle, mayWrite } from './access.ts';
import { asIfLive } from './as-if-live.ts';
import { crumbs } from './crumbs.ts';
import { currentText } from './draft.ts';
import { localeOf, writtenIn } from './language-asked.ts';
import { languageName } from './languages.ts';
import { say } from './messages.ts';
import { asReadersSee } from './preview.ts';
import { rendered } from './render.ts';

/** What was saved last, on the page that its readers would have. */
export function previewRoutes(room: Room): void {
  room.get('/knowledge/:number/preview', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const article = await findArticle(ctx, c.req.param('number') ?? '');
    const locale = await localeOf(ctx, article, c.req.query('lang'));
    const current = await currentText(ctx, article.id, locale);
    if (!current) throw notFound();
    const [body, languages, shown] = await Promise.all([
      rendered(ctx, current.html, locale),
      writtenIn(ctx, article.id),
      asIfLive(ctx, article, locale, current),
    ]);
    const readers = say(ctx.reader, `audience.${article.readers}`);
    return c.render(
      <Page>
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
          <div class="cluster">
            <Segmented
              label={say(ctx.reader, 'language')}
              items={languages.map((one) => ({
                label: languageName(one),
                href: `/knowledge/${article.number}/preview?lang=${one}`,
                current: one === locale,
              }))}
            />
          </div>
        )}
        {asReadersSee(ctx, shown, body)}
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
