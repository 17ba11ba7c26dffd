import { articlePath, latestNews } from '#features/knowledge/index.ts';
import { notFound } from '#platform/http/http-error.ts';
import { publicOrigin } from '#platform/http/origins.ts';
import type { Room } from '#platform/http/room.ts';
import { inLanguage, type Reading, readingOf } from './language.ts';
import { say } from './messages.ts';
import { categoriesOrDoor } from './open.ts';
import { plain } from './plain.ts';
import { said } from './said.ts';
import { helpSettings } from './settings.ts';
import { feedXml } from './xml.ts';

const NEWS = 30;
/** What is left of a tag that a text was cut in. */
const CUT = /<[^<>]*$/;

/** What is new, for programs that ask for it: all of it, or of one category and those below it. */
export function feedRoutes(room: Room): void {
  for (const path of ['/help/feed.xml', '/help/:category/feed.xml']) {
    room.get(path, 'anyone', async (asking, c) => {
      // A program has no language of its own: without one in the address it gets the workspace's.
      const reading = await readingOf(asking, { lang: c.req.query('lang') });
      const { ctx, lang } = reading;
      const categories = await categoriesOrDoor(ctx, c, lang);
      if (categories instanceof Response) return categories;
      const slug = c.req.param('category');
      const category = categories.find((one) => one.slug === slug);
      if (slug !== undefined && !category) throw notFound();
      const within = category && categories.filter((one) => one === category || one.parentId === category.id);
      const ids = within?.map(({ id }) => id);
      const news = await latestNews(ctx, lang, NEWS, ids);
      const xml = feedXml({
        title: category
          ? say(ctx.reader, 'feed.category', { name: ctx.workspace.name, category: category.title })
          : say(ctx.reader, 'feed.title', { name: ctx.workspace.name }),
        description: category?.summary || say(ctx.reader, 'description', { name: ctx.workspace.name }),
        link: publicOrigin(ctx) + pathOf(reading, slug),
        self: publicOrigin(ctx) + pathOf(reading, slug, '/feed.xml'),
        lang,
        items: news.map((one) => ({
          title: one.title,
          description: said({ ...one, html: one.html.replace(CUT, '') }).description,
          link: publicOrigin(ctx) + articlePath(one),
          // A new version is news.
          id: `${one.id}/${one.locale}/${one.changedAt.getTime()}`,
          at: one.changedAt,
        })),
      });
      const { found } = await helpSettings(ctx);
      return plain(c, 'application/rss+xml; charset=utf-8', xml, found ? {} : { 'x-robots-tag': 'noindex' });
    });
  }
}

const pathOf = ({ lang, languages }: Reading, slug: string | undefined, end = ''): string =>
  inLanguage(`/help${slug ? `/${slug}` : ''}${end}`, lang, languages);
