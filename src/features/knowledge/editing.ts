import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { originsOf } from '#platform/http/origins.ts';
import { blocksOf } from './blocks.ts';
import { picturePath } from './path.ts';

const PICTURE = /src="picture:([0-9a-f-]{36})"/g;
const LINK = /href="article:([0-9a-f-]{36})(#[\w-]+)?"/g;
/** Addresses of our own that an author may paste: the team's page of an article, or the one readers have. */
const OWN_PICTURE = /src="[^"]*\/help\/pictures\/([0-9a-f-]{36})"/g;
const HREF = /href="([^"]*)"/g;
const OWN_LINK =
  /^([a-z]+:\/\/[^/?#]*)?\/(?:knowledge\/(\d{1,9})|help\/([a-z]{2,3}(?:-[A-Z]{2})?)\/([a-z0-9-]{1,120}))(?:\?[^#]*)?(?:(#[\w-]{1,100})|#|$)/;

/** A stored text as its author has it before them: pictures and links with addresses that a browser knows, a block on each line. */
export async function forEditing(ctx: Ctx, html: string): Promise<string> {
  const ids = [...html.matchAll(LINK)].map((match) => match[1]!).filter(isId);
  const numbers = new Map(
    ids.length === 0
      ? []
      : (
          await ctx.db
            .selectFrom('articles')
            .select(['id', 'number'])
            .where('workspace_id', '=', ctx.workspace.id)
            .where(sql<boolean>`id = any (${ids}::uuid[])`)
            .execute()
        ).map(({ id, number }) => [id, number] as const),
  );
  return blocksOf(html)
    .join('\n')
    .replace(PICTURE, (_, id: string) => `src="${picturePath(id)}"`)
    .replace(LINK, (whole, id: string, place = '') =>
      numbers.has(id) ? `href="/knowledge/${numbers.get(id)}${place}"` : whole,
    );
}

/** What came back, with our own addresses by what they name, so that a rename breaks nothing. The rest is as it came. */
export async function fromEditing(ctx: Ctx, html: string): Promise<string> {
  const [targets, ours] = await Promise.all([targetsOf(ctx, html), originsOf(ctx)]);
  return html
    .replace(OWN_PICTURE, (_, id: string) => `src="picture:${id}"`)
    .replace(HREF, (whole, address: string) => {
      const [, origin = '', number, locale, slug, place = ''] = OWN_LINK.exec(address) ?? [];
      if (origin !== '' && !ours.includes(origin)) return whole;
      const id = targets.get(number ?? `${locale}/${slug}`);
      return id ? `href="article:${id}${place}"` : whole;
    });
}

async function targetsOf(ctx: Ctx, html: string): Promise<Map<string, string>> {
  const links = [...html.matchAll(HREF)].flatMap(([, address]) => {
    const link = OWN_LINK.exec(address!);
    return link ? [link] : [];
  });
  const numbers = links.flatMap((match) => (match[2] ? [Number(match[2])] : []));
  const slugs = links.flatMap((match) => (match[4] ? [match[4]] : []));
  const [byNumber, bySlug, before] = await Promise.all([
    numbers.length === 0
      ? []
      : ctx.db
          .selectFrom('articles')
          .select(['id', 'number'])
          .where('workspace_id', '=', ctx.workspace.id)
          .where(sql<boolean>`number = any (${numbers}::int[])`)
          .execute(),
    ...(['article_texts', 'article_slugs'] as const).map((table) =>
      slugs.length === 0
        ? []
        : ctx.db
            .selectFrom(table)
            .select(['article_id as id', 'locale', 'slug'])
            .where('workspace_id', '=', ctx.workspace.id)
            .where(sql<boolean>`slug = any (${slugs}::text[])`)
            .execute(),
    ),
  ]);
  return new Map([
    ...(before ?? []).map(({ id, locale, slug }) => [`${locale}/${slug}`, id] as const),
    ...(bySlug ?? []).map(({ id, locale, slug }) => [`${locale}/${slug}`, id] as const),
    ...byNumber.map(({ id, number }) => [String(number), id] as const),
  ]);
}
