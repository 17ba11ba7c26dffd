import { articlePath, categoriesFor, languagesOf, publicAddresses } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { publicOrigin } from '#platform/http/origins.ts';
import type { Room } from '#platform/http/room.ts';
import { inLanguage } from './language.ts';
import { plain } from './plain.ts';
import { asksEnginesIn, helpSettings } from './settings.ts';
import { type Place, sitemapIndexXml, sitemapXml } from './xml.ts';

/** The protocol's own bound is 50,000, and 50 MB. */
const MOST = 20_000;
const XML = 'application/xml; charset=utf-8';

/** What search engines are told: where they may look, and every page that everybody may read. */
export function robotRoutes(room: Room): void {
  room.get('/robots.txt', 'anyone', async (ctx, c) => {
    const settings = await helpSettings(ctx);
    const open = settings.readers === 'everybody' && (await publicAddresses(ctx, 0, 1)).length > 0;
    const found = open && asksEnginesIn(settings);
    const lines = open
      ? // Some take the first that fits, and not the longest. Who is not asked in has to read on each page that it is to be forgotten.
        [
          ...['Disallow: /help/search', 'Disallow: /*?thanks=', 'Allow: /help'],
          ...(found ? ['Allow: /sitemap', 'Allow: /assets/', 'Allow: /brand'] : []),
        ]
      : [];
    const map = found ? ['', `Sitemap: ${publicOrigin(ctx)}/sitemap.xml`] : [];
    return plain(c, 'text/plain; charset=utf-8', ['User-agent: *', ...lines, 'Disallow: /', ...map, ''].join('\n'));
  });

  room.get('/sitemap.xml', 'anyone', async (ctx, c) => {
    // One more than fits, to know whether there are more.
    const rows = await addresses(ctx, 0, MOST + 1);
    if (rows.length === 0) throw notFound();
    if (rows.length <= MOST) return plain(c, XML, sitemapXml([...(await lists(ctx)), ...placesOf(ctx, rows)]));
    const parts = [1];
    while ((await addresses(ctx, parts.length * MOST, 1)).length > 0) parts.push(parts.length + 1);
    return plain(c, XML, sitemapIndexXml(parts.map((n) => `${publicOrigin(ctx)}/sitemap/${n}.xml`)));
  });

  room.get('/sitemap/:part', 'anyone', async (ctx, c) => {
    const n = Number(/^([1-9]\d{0,3})\.xml$/.exec(c.req.param('part') ?? '')?.[1] ?? 0);
    if (n === 0) throw notFound();
    const rows = await addresses(ctx, (n - 1) * MOST, MOST);
    if (rows.length === 0) throw notFound();
    return plain(c, XML, sitemapXml([...(n === 1 ? await lists(ctx) : []), ...placesOf(ctx, rows)]));
  });
}

/** What search engines may be told of: nothing where they are not asked in. */
const addresses = async (ctx: Ctx, from: number, limit: number) =>
  asksEnginesIn(await helpSettings(ctx)) ? publicAddresses(ctx, from, limit) : [];

type Address = Awaited<ReturnType<typeof publicAddresses>>[number];

function placesOf(ctx: Ctx, rows: readonly Address[]): Place[] {
  const at = (one: Address) => publicOrigin(ctx) + articlePath(one);
  return [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((texts) =>
    texts.map((one) => ({
      address: at(one),
      changed: one.changedAt,
      alternates: texts.length > 1 ? texts.map((each) => ({ lang: each.locale, address: at(each) })) : undefined,
    })),
  );
}

/** The pages that list them. Asked by somebody who sees more, it names what a visitor sees, and no more. */
async function lists(ctx: Ctx): Promise<Place[]> {
  const languages = await languagesOf(ctx);
  const slugs = ctx.actor.kind === 'visitor' ? (await categoriesFor(ctx, languages[0]!)).map(({ slug }) => slug) : [];
  return ['/help', ...slugs.map((slug) => `/help/${slug}`)].flatMap((path) => {
    const alternates = languages.map((lang) => ({
      lang,
      address: publicOrigin(ctx) + inLanguage(path, lang, languages),
    }));
    return alternates.map(({ address }) => ({ address, alternates: alternates.length > 1 ? alternates : undefined }));
  });
}
