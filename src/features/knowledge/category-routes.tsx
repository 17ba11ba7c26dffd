import type { Context } from 'hono';
import { sql } from 'kysely';
import { gatesOf, type OpenTo, segmentsToName } from '#features/gates/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { flash } from '#platform/http/cookies.ts';
import { keptForm } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import type { Form } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { HttpError, notFound } from '#platform/http/http-error.ts';
import { onlySeen } from '#platform/http/line.ts';
import { localPath } from '#platform/http/local-path.ts';
import type { FieldErrors } from '#platform/http/parse.ts';
import { rebased, type Shown } from '#platform/http/rebased.ts';
import type { Room } from '#platform/http/room.ts';
import { mayMove, mayPublish, maySetAudience, mayWrite } from './access.ts';
import { chosenOf, ONE_ANSWER, readAudience, shownAudience } from './audience-form.ts';
import { type Category, type CategoryText, categoriesOf, findCategory } from './category.ts';
import { crumbs } from './crumbs.ts';
import { isIcon } from './icons.ts';
import { languageName, languagesOf, setLanguages, shownLanguages } from './languages.ts';
import { articlesByCategory, articlesInOrder, counts, states } from './list.ts';
import { say } from './messages.ts';
import { addCategory, changeCategory, moveArticle, moveCategory, removeCategory } from './organise.ts';
import { saidOfMove } from './said-of-move.ts';
import { CategoriesPage } from './views/categories.tsx';
import { CategoryForm } from './views/category-form.tsx';
import { CategoryOrder } from './views/category-order.tsx';

type On = CtxOf<Member>;

export function categoryRoutes(room: Room): void {
  room.get('/knowledge/categories', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const [categories, articles, languages, n] = await Promise.all([
      categoriesOf(ctx),
      articlesByCategory(ctx),
      languagesOf(ctx),
      counts(ctx),
    ]);
    return c.render(
      <CategoriesPage
        ctx={ctx}
        guard={guardOf(c)}
        categories={categories}
        articles={articles}
        languages={languages}
        counts={n}
      />,
      { title: say(ctx.reader, 'tab.categories'), nav: 'knowledge', crumbs: await crumbs(ctx), topics: ['articles'] },
    );
  });

  room.get('/knowledge/categories/new', 'member', (ctx, c) => form(ctx, c));
  room.get('/knowledge/categories/:id', 'member', (ctx, c) => form(ctx, c, c.req.param('id')));

  room.post('/knowledge/categories', 'member', async (ctx, c) => {
    const read = await readForm(ctx, c.var.form);
    if (read.wrong) return form(ctx, c, undefined, read);
    await addCategory(ctx, read.input);
    flash(c, say(ctx.reader, 'category.added'));
    return c.redirect('/knowledge/categories', 303);
  });

  room.post('/knowledge/categories/:id', 'member', async (ctx, c) => {
    await alone(ctx.db, ctx.workspace.id, 'categories');
    const category = await findCategory(ctx, c.req.param('id') ?? '');
    const { id, texts } = category;
    const stored = shownCategory(ctx, category, await languagesOf(ctx), (await gatesOf(ctx, 'category')).get(id));
    const read = await readForm(ctx, rebased(c.var.form, stored, ONE_ANSWER), texts);
    if (read.wrong) return form(ctx, c, id, read);
    const kept = await changeCategory(ctx, id, read.input);
    flash(c, saidOfMove(ctx.reader, kept, say(ctx.reader, 'category.saved')));
    return c.redirect('/knowledge/categories', 303);
  });

  room.post('/knowledge/categories/:id/place', 'member', async (ctx, c) => {
    await moveCategory(ctx, c.req.param('id') ?? '', wayIn(c));
    return c.redirect('/knowledge/categories', 303);
  });

  room.get('/knowledge/categories/:id/order', 'member', async (ctx, c) => {
    if (!mayPublish(ctx.actor)) throw notFound();
    const category = await findCategory(ctx, c.req.param('id') ?? '');
    const from = Math.min(Math.max(Math.trunc(Number(c.req.query('from'))) || 0, 0), 1_000_000);
    const [articles, languages] = await Promise.all([articlesInOrder(ctx, category.id, from), languagesOf(ctx)]);
    return c.render(
      <CategoryOrder ctx={ctx} guard={guardOf(c)} category={category} articles={articles} languages={languages} />,
      {
        title: say(ctx.reader, 'order'),
        nav: 'knowledge',
        crumbs: await crumbs(ctx, undefined, 'tab.categories'),
        topics: ['articles'],
      },
    );
  });

  room.post('/knowledge/:number/place', 'member', async (ctx, c) => {
    const { categoryId } = await moveArticle(ctx, c.req.param('number') ?? '', wayIn(c));
    return c.redirect(localPath(c.var.form.get('_page'), `/knowledge/categories/${categoryId}/order`), 303);
  });

  room.post('/knowledge/categories/:id/removal', 'member', async (ctx, c) => {
    const done = (await removeCategory(ctx, c.req.param('id') ?? '')) === 'done';
    flash(c, say(ctx.reader, done ? 'category.removed' : 'category.holds'));
    return c.redirect('/knowledge/categories', 303);
  });

  room.post('/knowledge/languages', 'member', async (ctx, c) => {
    await alone(ctx.db, ctx.workspace.id, 'languages of articles');
    const posted = rebased(c.var.form, shownLanguages(ctx, await languagesOf(ctx)));
    const gone = await setLanguages(ctx, posted.all('language'));
    flash(c, [say(ctx.reader, 'languages.saved'), ...(await stillLive(ctx, gone))].join(' '));
    return c.redirect('/knowledge/categories', 303);
  });
}

/** What is live in a language that nobody writes in any more goes on being read, and is found by nobody who searches in another. */
async function stillLive(ctx: On, gone: readonly string[]): Promise<string[]> {
  const rows = await states(ctx)
    .select((row) => [sql<string>`unnest(s.live_in)`.as('locale'), row.fn.countAll<string>().as('n')])
    .groupBy('locale')
    .execute();
  return rows
    .filter(({ locale }) => gone.includes(locale))
    .map(({ locale, n }) =>
      say(ctx.reader, 'languages.stillLive', { n: Number(n), name: languageName(locale, ctx.reader.locale) }),
    );
}

function wayIn(c: Context<Env>): 'up' | 'down' {
  const way = c.var.form.get('way');
  if (way !== 'up' && way !== 'down') throw new HttpError(422, 'way');
  return way;
}

/** What the form of a category shows of it. */
const shownCategory = (ctx: On, category: Category, languages: string[], open: OpenTo | undefined): Shown => ({
  parent: category.parentId ?? '',
  icon: category.icon,
  ...Object.fromEntries(
    [...new Set([...languages, ...category.texts.keys()])].flatMap((locale) => {
      const { title = '', summary = '' } = category.texts.get(locale) ?? {};
      return [
        [`title-${locale}`, title],
        [`summary-${locale}`, summary],
      ];
    }),
  ),
  ...shownAudience(chosenOf(category.audience, open), maySetAudience(ctx.actor, 'segment')),
});

/** What the form says, also in languages that it has names in from before, and what is wrong with it. */
async function readForm(ctx: On, posted: Form, before?: ReadonlyMap<string, CategoryText>) {
  const languages = new Set([...(await languagesOf(ctx)), ...(before?.keys() ?? [])]);
  const texts = new Map<string, CategoryText>();
  const errors: FieldErrors = {};
  for (const locale of languages) {
    const text = {
      title: onlySeen(posted.get(`title-${locale}`) ?? '')
        .trim()
        .slice(0, 120),
      summary: onlySeen(posted.get(`summary-${locale}`) ?? '')
        .trim()
        .slice(0, 300),
    };
    if (text.title !== '') texts.set(locale, text);
  }
  if (!texts.has(ctx.workspace.locale)) errors[`title-${ctx.workspace.locale}`] = say(ctx.reader, 'error.name');
  const { error, open, ...chosen } = readAudience(posted);
  if (error) errors.audience = say(ctx.reader, error);
  const icon = posted.get('icon') ?? '';
  const parentId = posted.get('parent') || null;
  const input = { parentId, icon: isIcon(icon) ? icon : 'book-open', audience: chosen.audience, open, texts };
  return { input, chosen, errors, wrong: Object.keys(errors).length > 0 };
}

async function form(
  ctx: On,
  c: Context<Env>,
  id?: string,
  read?: Awaited<ReturnType<typeof readForm>>,
): Promise<Response> {
  if (!mayPublish(ctx.actor)) throw notFound();
  const [all, languages, segments, gates, articles] = await Promise.all([
    categoriesOf(ctx),
    languagesOf(ctx),
    segmentsToName(ctx),
    gatesOf(ctx, 'category'),
    articlesByCategory(ctx),
  ]);
  const category = id === undefined ? undefined : await findCategory(ctx, id);
  const action = category ? `/knowledge/categories/${category.id}` : '/knowledge/categories';
  const stored = category && shownCategory(ctx, category, languages, gates.get(category.id));
  const held = read ? null : await keptForm(ctx, c, action);
  const kept = held && stored ? rebased(held, stored, ONE_ANSWER) : held;
  const said = read ?? (kept ? await readForm(ctx, kept, category?.texts) : undefined);
  const holds = all.some(({ parentId }) => parentId === category?.id);
  const typed = said
    ? { parent: said.input.parentId ?? '', icon: said.input.icon, texts: said.input.texts }
    : { parent: category?.parentId ?? '', icon: category?.icon ?? 'book-open', texts: category?.texts ?? new Map() };
  if (read) c.status(422);
  return c.render(
    <CategoryForm
      ctx={ctx}
      guard={guardOf(c)}
      category={category}
      stored={stored}
      empty={!holds && !articles.has(category?.id ?? '')}
      parents={[null, ...(holds ? [] : all.filter((one) => one.parentId === null && one.id !== category?.id))].filter(
        (one) => mayMove(ctx.actor, all.find(({ id }) => id === category?.parentId) ?? null, one),
      )}
      languages={[...new Set([...languages, ...(category?.texts.keys() ?? [])])]}
      segments={segments}
      typed={typed}
      chosen={said?.chosen ?? chosenOf(category?.audience ?? 'public', category && gates.get(category.id))}
      errors={read?.errors ?? {}}
    />,
    {
      title: say(ctx.reader, category ? 'tab.categories' : 'category.new'),
      nav: 'knowledge',
      crumbs: await crumbs(ctx, undefined, 'tab.categories'),
    },
  );
}
