import { sql } from 'kysely';
import { isId } from '#platform/db/ids.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import type { Audience } from './article.ts';
import { bestOf } from './languages.ts';

export interface CategoryText {
  title: string;
  summary: string;
}

export interface Category {
  id: string;
  parentId: string | null;
  slug: string;
  icon: string;
  audience: Audience;
  readers: Audience;
  /** Which gates have all to be open for a reader, those of the category above among them. */
  gates: readonly string[];
  texts: ReadonlyMap<string, CategoryText>;
}

const inOrder = kept((by) =>
  by.db
    .selectFrom('categories')
    .select(['id', 'parent_id', 'slug', 'icon', 'audience', 'readers', 'gates'])
    .where('workspace_id', '=', by.workspace.id)
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id'),
);
const allTexts = kept((by) =>
  by.db.selectFrom('category_texts').selectAll().where('workspace_id', '=', by.workspace.id),
);

/** All that whoever asks may see, each above those in it, in the order they are shown. */
export async function categoriesOf(ctx: Ctx): Promise<Category[]> {
  const [rows, texts] = await Promise.all([inOrder.all(ctx, {}), allTexts.all(ctx, {})]);
  const byCategory = Map.groupBy(texts, (text) => text.category_id);
  const all = rows.map(
    (row): Category => ({
      id: row.id,
      parentId: row.parent_id,
      slug: row.slug,
      icon: row.icon,
      audience: row.audience as Audience,
      readers: row.readers as Audience,
      gates: row.gates,
      texts: new Map(
        (byCategory.get(row.id) ?? []).map(({ locale, title, summary }) => [locale, { title, summary }] as const),
      ),
    }),
  );
  return all
    .filter(({ parentId }) => parentId === null)
    .flatMap((top) => [top, ...all.filter(({ parentId }) => parentId === top.id)]);
}

const someTexts = kept((by, { ids }: Given<{ ids: string[] }>) =>
  by.db
    .selectFrom('category_texts')
    .select(['category_id', 'locale', 'title'])
    .where('workspace_id', '=', by.workspace.id)
    .where(sql<boolean>`category_id = any (${ids}::uuid[])`),
);

/** What these categories are called for a reader, by category: of those that they may see. */
export async function titlesOfCategories(
  ctx: Ctx,
  ids: readonly string[],
  locale: string,
): Promise<Map<string, string>> {
  const texts = await someTexts.all(ctx, { ids: [...ids] });
  return new Map(
    [...Map.groupBy(texts, (text) => text.category_id)].map(([id, all]) => {
      const languages = all.map((text) => text.locale);
      const best = bestOf(languages, locale, ctx.workspace.locale);
      return [id, (all.find((text) => text.locale === best) ?? all[0]!).title];
    }),
  );
}

export async function findCategory(ctx: Ctx, id: string): Promise<Category> {
  const found = isId(id) ? (await categoriesOf(ctx)).find((one) => one.id === id) : undefined;
  if (!found) throw notFound();
  return found;
}

/** What it is called for a reader: in their language, the workspace's, else any. */
export function titleFor(category: Category, locale: string, own: string): CategoryText & { locale: string } {
  const best = bestOf([...category.texts.keys()], locale, own) ?? own;
  return { ...(category.texts.get(best) ?? { title: category.slug, summary: '' }), locale: best };
}
