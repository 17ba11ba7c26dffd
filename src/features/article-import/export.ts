import { dump } from 'js-yaml';
import { gatesOf, type OpenTo, segmentsToName } from '#features/gates/index.ts';
import { type Category, categoriesOf, currentText, slugOf } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { WholeFile } from '#platform/http/zip.ts';
import { CATEGORIES, type CategoryFile } from './category-file.ts';
import { shorten } from './found.ts';
import { takenLine } from './taken.ts';
import { toMarkdown } from './to-markdown.ts';

interface Page {
  articleId: string;
  number: number;
  categoryId: string;
  audience: string;
  locale: string;
  slug: string | null;
}

const encoder = new TextEncoder();

/**
 * Every article in each of its languages as Markdown with a head, the pictures they show, and the categories: what the import of Markdown
 * reads back. A text that readers see is taken as they see it; one that they do not, as it stands with the team.
 */
export async function* helpCenterFiles(ctx: Ctx): AsyncGenerator<WholeFile> {
  const [categories, pages, gates, segments] = await Promise.all([
    categoriesOf(ctx),
    pagesOf(ctx),
    Promise.all([gatesOf(ctx, 'article'), gatesOf(ctx, 'category')]),
    segmentsToName(ctx),
  ]);
  const names = new Map(segments.map(({ id, name }) => [id, name]));
  const named = (open: OpenTo | undefined) =>
    open?.to === 'segments' ? open.segments.flatMap((id) => names.get(id) ?? []) : [];
  const at = foldersOf(categories);
  yield jsonFile(
    CATEGORIES,
    categories.map((one) => fileOf(one, at, named(gates[1].get(one.id)))),
  );
  const paths = new Map(pages.map((page) => [`${page.articleId}/${page.locale}`, pathOf(page, at)]));
  const home = new Map(pages.map((page) => [page.articleId, page.locale]));
  const pictures = await picturesOf(ctx);
  const shown = new Set<string>();
  for await (const { page, text } of textsOfPages(ctx, pages)) {
    const path = paths.get(`${page.articleId}/${page.locale}`)!;
    const up = '../'.repeat(path.split('/').length - 1);
    const body = toMarkdown(text.html).replaceAll(
      /((?:\]\(|="))(article|picture):([0-9a-f-]{36})/g,
      (whole, before: string, kind: string, id: string) => {
        if (kind === 'picture') {
          const picture = pictures.get(id);
          if (!picture) return whole;
          shown.add(id);
          return `${before}${up}${picture.path}`;
        }
        const target = paths.get(`${id}/${page.locale}`) ?? paths.get(`${id}/${home.get(id)}`);
        return target ? `${before}${up}${target}` : `${before}#`;
      },
    );
    const head = {
      id: page.articleId,
      title: text.title,
      ...(text.summary ? { summary: text.summary } : {}),
      ...(page.slug ? { slug: page.slug } : {}),
      category: at.titles.get(page.categoryId)!,
      language: page.locale,
      audience: page.audience,
      ...(page.audience === 'segment' ? { segments: named(gates[0].get(page.articleId)) } : {}),
      status: text.live ? 'published' : 'draft',
      ...(text.updated ? { updated: text.updated.toISOString() } : {}),
    };
    const said = dump(head, { lineWidth: -1 });
    const taken = takenLine(`---\n${said}---\n\n${body}`, page.locale, text.revision);
    yield { path, content: encoder.encode(`---\n${said}${taken}---\n\n${body}`) };
  }
  for (const id of shown) {
    const { path, key } = pictures.get(id)!;
    const stream = await ctx.platform.files.of(ctx.workspace.id).open(key);
    yield { path, content: new Uint8Array(await new Response(stream).arrayBuffer()) };
  }
}

const jsonFile = (path: string, value: unknown): WholeFile => ({
  path,
  content: encoder.encode(`${JSON.stringify(value, null, 2)}\n`),
});

async function pagesOf(ctx: Ctx): Promise<Page[]> {
  const rows = await ctx.db
    .selectFrom('articles as a')
    .innerJoin(
      (all) =>
        all
          .selectFrom('article_drafts as d')
          .select(['d.article_id', 'd.locale'])
          .where('d.workspace_id', '=', ctx.workspace.id)
          .union(
            all
              .selectFrom('article_texts as x')
              .select(['x.article_id', 'x.locale'])
              .where('x.workspace_id', '=', ctx.workspace.id),
          )
          .as('l'),
      (join) => join.onRef('l.article_id', '=', 'a.id'),
    )
    .leftJoin('article_texts as t', (join) =>
      join
        .onRef('t.workspace_id', '=', 'a.workspace_id')
        .onRef('t.article_id', '=', 'a.id')
        .onRef('t.locale', '=', 'l.locale'),
    )
    .select(['a.id', 'a.number', 'a.category_id', 'a.audience', 'l.locale', 't.slug'])
    .where('a.workspace_id', '=', ctx.workspace.id)
    .orderBy('a.number')
    .orderBy('l.locale')
    .execute();
  return rows.map((row) => ({
    articleId: row.id,
    number: row.number,
    categoryId: row.category_id,
    audience: row.audience,
    locale: row.locale,
    slug: row.slug,
  }));
}

interface PageText {
  title: string;
  summary: string;
  html: string;
  revision: number;
  live: boolean;
  updated: Date | null;
}

const AT_ONCE = 100;

/** What readers see; of what they do not, what the team has. Many at a time: a help center has hundreds of thousands. */
async function* textsOfPages(ctx: Ctx, pages: readonly Page[]): AsyncGenerator<{ page: Page; text: PageText }> {
  for (let at = 0; at < pages.length; at += AT_ONCE) {
    const piece = pages.slice(at, at + AT_ONCE);
    const live = await liveTexts(ctx, piece);
    const texts = await Promise.all(
      piece.map(async ({ articleId, locale }): Promise<PageText | undefined> => {
        const shown = live.get(`${articleId}/${locale}`);
        const now = shown ? undefined : await currentText(ctx, articleId, locale);
        return shown ?? (now && { ...now, live: false, updated: now.savedAt });
      }),
    );
    for (const [i, page] of piece.entries()) if (texts[i]) yield { page, text: texts[i] };
  }
}

async function liveTexts(ctx: Ctx, pages: readonly Page[]): Promise<Map<string, PageText>> {
  const rows = await ctx.db
    .selectFrom('article_texts as t')
    .innerJoin('article_versions as v', (join) =>
      join.onRef('v.workspace_id', '=', 't.workspace_id').onRef('v.id', '=', 't.version_id'),
    )
    .select([
      't.article_id',
      't.locale',
      't.shown_at as updated',
      'v.title',
      'v.summary',
      'v.body_html as html',
      'v.revision',
    ])
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.article_id', 'in', [...new Set(pages.map(({ articleId }) => articleId))])
    .where('t.published_at', 'is not', null)
    .where('t.archived_at', 'is', null)
    .execute();
  return new Map(rows.map(({ article_id: id, ...text }) => [`${id}/${text.locale}`, { ...text, live: true }]));
}

interface Folders {
  paths: ReadonlyMap<string, string>;
  titles: ReadonlyMap<string, string[]>;
}

function foldersOf(categories: Category[]): Folders {
  const byId = new Map(categories.map((one) => [one.id, one]));
  const line = (one: Category): Category[] => [...(one.parentId ? line(byId.get(one.parentId)!) : []), one];
  const title = (one: Category) => [...one.texts.values()][0]?.title ?? one.slug;
  return {
    paths: new Map(
      categories.map((one) => [
        one.id,
        line(one)
          .map(({ slug }) => slug)
          .join('/'),
      ]),
    ),
    titles: new Map(categories.map((one) => [one.id, line(one).map(title)])),
  };
}

const fileOf = (one: Category, at: Folders, segments: string[]): CategoryFile => ({
  path: at.titles.get(one.id)!,
  texts: Object.fromEntries(one.texts),
  icon: one.icon,
  audience: one.audience,
  ...(one.audience === 'segment' ? { segments } : {}),
});

const pathOf = (page: Page, at: Folders): string =>
  `${at.paths.get(page.categoryId)}/${page.slug ?? (slugOf(String(page.number), page.locale) || page.number)}-${page.number}.${page.locale}.md`;

const ENDS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};

async function picturesOf(ctx: Ctx): Promise<Map<string, { path: string; key: string }>> {
  const rows = await ctx.db
    .selectFrom('article_pictures')
    .select(['id', 'name', 'type', 'storage_key'])
    .where('workspace_id', '=', ctx.workspace.id)
    .execute();
  return new Map(
    rows.map(({ id, name, type, storage_key }) => {
      const plain = shorten(slugOf(name.replace(/\.[^.]*$/, ''), 'en') || 'picture', 60);
      return [id, { path: `images/${id.slice(-12)}-${plain}.${ENDS[type] ?? 'png'}`, key: storage_key }];
    }),
  );
}
