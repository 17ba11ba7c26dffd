import {
  addCategory,
  type Category,
  categoriesOf,
  isWithin,
  languagesOf,
  readersHere,
  setLanguages,
} from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Readers } from './audience.ts';
import { asLine, type Found, type FoundCategory, type Wanted } from './found.ts';
import { say } from './messages.ts';
import { meantBy } from './readers-here.ts';

export interface Places {
  /** Of a source's category, ours. */
  categories: ReadonlyMap<string, string>;
  /** Languages that articles may be written in now. */
  languages: ReadonlySet<string>;
  made: number;
}

/**
 * Makes the categories and languages that a source has and we do not. Those that have the same name in the same place are the same, unless
 * more people read ours: what was kept from them by its category would be open to them.
 */
export async function makePlaces(
  ctx: Ctx,
  one: ArticleImport,
  found: Found,
  readers: (wanted: Wanted) => Readers,
): Promise<Places> {
  const wanted = new Set(found.articles.flatMap(({ texts }) => texts.map(({ locale }) => locale)));
  for (const locale of one.found?.without ?? []) wanted.delete(locale);
  const before = await languagesOf(ctx);
  if ([...wanted].some((locale) => !before.includes(locale))) await setLanguages(ctx, [...before, ...wanted]);
  const languages = new Set(await languagesOf(ctx));
  const categories = await knownCategories(ctx, found, readers);
  const used = new Set(found.articles.map(({ category }) => category));
  let made = 0;
  // Those above come first.
  const all = [...found.categories].sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null));
  const needed = (category: FoundCategory) =>
    used.has(category.key) || all.some(({ key, parent }) => parent === category.key && used.has(key));
  for (const category of all.filter((each) => !categories.has(each.key) && needed(each))) {
    const parent = category.parent === null ? null : (categories.get(category.parent) ?? null);
    const theirs = readers(category.audience);
    const same = await sameAs(ctx, category, parent, theirs);
    const id = same ?? (await make(ctx, category, parent, languages, theirs));
    if (!same) made += 1;
    categories.set(category.key, id);
    await ctx.db
      .insertInto('category_sources')
      .values({
        workspace_id: ctx.workspace.id,
        source: found.source,
        source_key: category.key,
        category_id: id,
        import_id: same ? null : one.id,
      })
      .onConflict((there) =>
        there
          .columns(['workspace_id', 'source', 'source_key'])
          .doUpdateSet({ category_id: id, import_id: same ? null : one.id }),
      )
      .execute();
  }
  return { categories, languages, made };
}

/** Where a source's categories came to before, except where ours was opened to more people since. */
async function knownCategories(ctx: Ctx, found: Found, readers: (wanted: Wanted) => Readers) {
  const [rows, all] = await Promise.all([
    ctx.db
      .selectFrom('category_sources')
      .select(['source_key', 'category_id'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('source', '=', found.source)
      .execute(),
    categoriesOf(ctx),
  ]);
  const stillAsNarrow = async (key: string, id: string) => {
    const [theirs, ours] = [found.categories.find((one) => one.key === key), all.find((one) => one.id === id)];
    if (!theirs || !ours) return ours !== undefined;
    const meant = meantBy(readers(theirs.audience));
    // Whom nobody here knows: it was said when the category was made.
    return meant ? isWithin(await readersHere(ctx, ours), meant) : ours.gates.length > 0 || ours.readers === 'member';
  };
  const still = new Map<string, string>();
  for (const row of rows)
    if (await stillAsNarrow(row.source_key, row.category_id)) still.set(row.source_key, row.category_id);
  return still;
}

const titlesOf = (category: FoundCategory) =>
  new Set([...category.texts.values()].map(({ title }) => title.toLowerCase()));

async function sameAs(
  ctx: Ctx,
  category: FoundCategory,
  parent: string | null,
  theirs: Readers,
): Promise<string | undefined> {
  const titles = titlesOf(category);
  const named = (one: Category) => [...one.texts.values()].some(({ title }) => titles.has(title.toLowerCase()));
  for (const one of await categoriesOf(ctx))
    if (one.parentId === parent && named(one) && isWithin(await readersHere(ctx, one), theirs)) return one.id;
  return undefined;
}

function make(
  ctx: Ctx,
  category: FoundCategory,
  parentId: string | null,
  languages: ReadonlySet<string>,
  { audience, segments }: Readers,
): Promise<string> {
  const lines = [...category.texts].map(([locale, { title, summary }]) => {
    return [locale, { title: asLine(title, 120), summary: asLine(summary, 300) }] as const;
  });
  const texts = new Map(lines.filter(([locale, { title }]) => languages.has(locale) && title !== ''));
  if (texts.size === 0) {
    const title = lines.find(([, each]) => each.title !== '')?.[1].title;
    texts.set(ctx.workspace.locale, { title: title ?? say(ctx.reader, 'category.general'), summary: '' });
  }
  const open = audience === 'segment' ? { open: { to: 'segments' as const, segments } } : {};
  return addCategory(ctx, { parentId, icon: category.icon ?? 'book-open', audience, ...open, texts });
}
