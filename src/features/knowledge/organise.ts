import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { gatesOf, type OpenTo, setGate } from '#features/gates/index.ts';
import { newId } from '#platform/db/ids.ts';
import { alone } from '#platform/db/turns.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { findArticle, mayMove, mayPublish, maySetAudience } from './access.ts';
import type { Article, Audience } from './article.ts';
import { type Category, type CategoryText, categoriesOf, findCategory } from './category.ts';
import { categoryChanged, helpOrdered, readersTopic } from './events.ts';
import { tellReaders } from './followers.ts';
import { isSameOrLess, type ReadBy, readersHere, type StayedWith, sharedBy } from './readers-here.ts';
import { slugOf } from './slug.ts';

export interface CategoryInput {
  parentId: string | null;
  icon: string;
  audience: Audience;
  /** Whose it is, when it is for segments only. */
  open?: OpenTo | undefined;
  texts: ReadonlyMap<string, CategoryText>;
}

const shown = ({ icon, audience, texts }: Pick<CategoryInput, 'icon' | 'audience' | 'texts'>) => ({
  icon,
  audience,
  ...Object.fromEntries(
    [...texts].flatMap(([locale, { title, summary }]) => [
      [`title (${locale})`, title],
      [`summary (${locale})`, summary],
    ]),
  ),
});

/** A category in the help center, last of those beside it. */
export async function addCategory(ctx: Ctx, input: CategoryInput): Promise<string> {
  demand(maySetAudience(ctx.actor, input.audience));
  const id = newId(ctx.now.getTime());
  await alone(ctx.db, ctx.workspace.id, 'category addresses');
  const all = await categoriesOf(ctx);
  const own = input.texts.get(ctx.workspace.locale) ?? [...input.texts.values()][0];
  await ctx.db
    .insertInto('categories')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      parent_id: input.parentId,
      slug: freeSlug(all, own?.title ?? '', ctx.workspace.locale, id),
      icon: input.icon,
      position: all.length + 1,
      audience: input.audience,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  await writeTexts(ctx, id, input.texts);
  if (input.audience === 'segment') await setGate(ctx, 'category', id, input.open ?? { to: 'nobody' });
  await record(ctx, categoryChanged, {
    subjectId: id,
    accountId: null,
    data: { how: 'added', changes: changed({}, shown(input)) },
  });
  await tellOf(ctx, id);
  return id;
}

/** Open pages of those who see a category now are made again. */
async function tellOf(ctx: Ctx, id: string): Promise<void> {
  ctx.marks.add(readersTopic((await findCategory(ctx, id)).readers));
}

/** Addresses of the help center that are no category's. */
const OTHERWISE = ['search', 'pictures'];

/** Its address stays, whatever it is called: links to it are everywhere. */
function freeSlug(all: readonly Category[], title: string, locale: string, id: string): string {
  const plain = slugOf(title, locale) || 'topic';
  const taken = new Set([...OTHERWISE, ...all.map(({ slug }) => slug)]);
  return taken.has(plain) ? `${plain.slice(0, 76)}-${id.slice(-12)}` : plain;
}

/**
 * Under another one, or on top, it is for nobody who did not read it before, as an article that moves (upkeep.ts): but where whoever moves it says
 * in the same form for whom it is.
 */
export async function changeCategory(ctx: Ctx, id: string, input: CategoryInput): Promise<StayedWith | null> {
  const before = await findCategory(ctx, id);
  demand(maySetAudience(ctx.actor, input.audience) && maySetAudience(ctx.actor, before.audience));
  const all = await categoriesOf(ctx);
  // Two levels: what holds others stays on top, and what is moved goes to the top or into what is there.
  const parent = all.some(({ parentId }) => parentId === id) ? null : input.parentId;
  demandStill(parent === null || all.some((one) => one.id === parent && one.parentId === null && one.id !== id));
  const above = (one: string | null) => all.find(({ id }) => id === one) ?? null;
  demand(mayMove(ctx.actor, above(before.parentId), above(parent)));
  const within = [id, ...all.filter((one) => one.parentId === id).map((one) => one.id)];
  const articles = await articlesUnder(ctx, within);
  const moves = parent !== before.parentId && (await isForAsBefore(ctx, before, input));
  const readers = moves ? await readersHere(ctx, before) : [];
  ctx.marks.add(readersTopic(before.readers));
  await tellReaders(ctx, articles);
  await ctx.db
    .updateTable('categories')
    .set({ parent_id: parent, icon: input.icon, audience: input.audience, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await ctx.db
    .deleteFrom('category_texts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('category_id', '=', id)
    .execute();
  await writeTexts(ctx, id, input.texts);
  if (input.audience === 'segment' && input.open) await setGate(ctx, 'category', id, input.open);
  if (input.audience !== 'segment' && before.audience === 'segment')
    await setGate(ctx, 'category', id, { to: 'everyone' });
  const kept = moves ? await keepReaders(ctx, before, readers) : null;
  const changes = changed(
    { ...shown(before), in: above(before.parentId)?.slug ?? null },
    { ...shown({ ...input, audience: kept?.who ?? input.audience }), in: above(parent)?.slug ?? null },
  );
  if (Object.keys(changes).length > 0)
    await record(ctx, categoryChanged, { subjectId: id, accountId: null, data: { how: 'changed', changes } });
  await tellOf(ctx, id);
  // Their words are the same: what is found of them needs no making anew, and who reads them is with their texts (migration 0424).
  await tellReaders(ctx, articles);
  return kept;
}

/** Whether a form leaves it to those it was for. */
async function isForAsBefore(ctx: Ctx, { id, audience }: Category, input: CategoryInput): Promise<boolean> {
  if (input.audience !== audience) return false;
  return (
    audience !== 'segment' || !input.open || isDeepStrictEqual(input.open, (await gatesOf(ctx, 'category')).get(id))
  );
}

/** Where its new place would let others in, it is said of the category itself who reads it; null where that is so already. */
async function keepReaders(
  ctx: Ctx,
  { id, readers, audience }: Category,
  before: readonly ReadBy[],
): Promise<StayedWith | null> {
  const now = async () => readersHere(ctx, await findCategory(ctx, id));
  if (isSameOrLess(await now(), before)) return null;
  await ctx.db
    .updateTable('categories')
    .set({ audience: readers })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  if (readers === 'segment') await setGate(ctx, 'category', id, sharedBy(before));
  else if (audience === 'segment') await setGate(ctx, 'category', id, { to: 'everyone' });
  return { who: readers, fewer: !isSameOrLess(before, await now()) };
}

const articlesUnder = async (ctx: Ctx, categories: string[]): Promise<string[]> =>
  (
    await ctx.db
      .selectFrom('articles')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('category_id', 'in', categories)
      .execute()
  ).map(({ id }) => id);

async function writeTexts(ctx: Ctx, id: string, texts: ReadonlyMap<string, CategoryText>): Promise<void> {
  if (texts.size === 0) return;
  await ctx.db
    .insertInto('category_texts')
    .values([...texts].map(([locale, text]) => ({ workspace_id: ctx.workspace.id, category_id: id, locale, ...text })))
    .execute();
}

/** Only when nothing is in it, so that nothing goes with it. */
export async function removeCategory(ctx: Ctx, id: string): Promise<'done' | 'in use'> {
  const before = await findCategory(ctx, id);
  demand(maySetAudience(ctx.actor, before.audience));
  const below = (await categoriesOf(ctx)).some(({ parentId }) => parentId === id);
  if (below || (await articlesUnder(ctx, [id])).length > 0) return 'in use';
  if (before.audience === 'segment') await setGate(ctx, 'category', id, { to: 'everyone' });
  await ctx.db.deleteFrom('categories').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id).execute();
  const changes = changed(shown(before), {});
  ctx.marks.add(readersTopic(before.readers));
  await record(ctx, categoryChanged, { subjectId: id, accountId: null, data: { how: 'removed', changes } });
  return 'done';
}

/** One step up or down among those beside it. */
export async function moveCategory(ctx: Ctx, id: string, way: 'up' | 'down'): Promise<void> {
  demand(mayPublish(ctx.actor));
  const one = await findCategory(ctx, id);
  const beside = (await categoriesOf(ctx)).filter(({ parentId }) => parentId === one.parentId).map((each) => each.id);
  if (!step(beside, id, way)) return;
  for (const [position, each] of beside.entries())
    await ctx.db
      .updateTable('categories')
      .set({ position })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', each)
      .execute();
  await record(ctx, helpOrdered, { subjectId: id, accountId: null, data: { what: 'categories' } });
  ctx.marks.add(readersTopic(one.readers));
}

/** Changes places with its neighbour; false at the end of the list. */
function step(list: string[], id: string, way: 'up' | 'down'): boolean {
  const at = list.indexOf(id);
  const to = at + (way === 'up' ? -1 : 1);
  if (at < 0 || to < 0 || to >= list.length) return false;
  [list[at], list[to]] = [list[to]!, list[at]!];
  return true;
}

/** One step up or down among the articles of its category; where that is. */
export async function moveArticle(ctx: Ctx, number: string, way: 'up' | 'down'): Promise<Article> {
  demand(mayPublish(ctx.actor));
  const article = await findArticle(ctx, number);
  const shelf = ctx.db
    .selectFrom('articles')
    .select(['id', 'position'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('category_id', '=', article.categoryId);
  // Whoever takes several takes them in the order of their ids, and waits for nobody crosswise; then their places stand still.
  await shelf.orderBy('id').forUpdate().execute();
  const rows = await shelf.orderBy('position').orderBy('id').execute();
  const list = rows.map((row) => row.id);
  if (!step(list, article.id, way)) return article;
  // Places that are all different, as articles come with, only change hands; others are counted anew.
  const places = rows.map(({ position }) => position);
  const each = new Set(places).size === places.length ? places : list.map((_, place) => place);
  await sql`update articles a set position = n.place from unnest(${list}::uuid[], ${each}::int[]) as n (id, place)
    where a.workspace_id = ${ctx.workspace.id} and a.id = n.id and a.position <> n.place`.execute(ctx.db);
  await record(ctx, helpOrdered, { subjectId: article.categoryId, accountId: null, data: { what: 'articles' } });
  await tellReaders(ctx, [article.id]);
  return article;
}
