import type { Context } from 'hono';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { firstValues } from '#platform/http/form.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { notFound } from '#platform/http/http-error.ts';
import { type FieldErrors, parseForm } from '#platform/http/parse.ts';
import type { Room } from '#platform/http/room.ts';
import { mayWrite } from './access.ts';
import { type Before, begunBefore, begunFrom } from './beginners.ts';
import { categoriesOf } from './category.ts';
import { crumbs } from './crumbs.ts';
import { factsGoing } from './facts.ts';
import { languagesOf } from './languages.ts';
import { allArticles, counts, listQuery, owners } from './list.ts';
import { say } from './messages.ts';
import { queuesOf } from './queues.ts';
import { startArticle, startFields } from './start.ts';
import { toDo } from './to-do.ts';
import { membersByName } from './upkeep.ts';
import { AllPage } from './views/all-page.tsx';
import { NewArticle } from './views/new-article.tsx';
import { NextPage } from './views/next-page.tsx';

type On = CtxOf<Member>;

/** The team's lists, and where a new article begins. */
export function listRoutes(room: Room): void {
  room.get('/knowledge', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const [todo, queues, n, who, languages, facts] = await Promise.all([
      toDo(ctx),
      queuesOf(ctx),
      counts(ctx),
      owners(ctx),
      languagesOf(ctx),
      factsGoing(ctx),
    ]);
    return c.render(
      <NextPage
        ctx={ctx}
        guard={guardOf(c)}
        todo={todo}
        queues={queues}
        counts={n}
        owners={who}
        facts={facts}
        languages={languages}
      />,
      { title: say(ctx.reader, 'title'), nav: 'knowledge', crumbs: await crumbs(ctx), topics: ['articles'] },
    );
  });

  room.get('/knowledge/articles', 'member', async (ctx, c) => {
    if (!mayWrite(ctx.actor)) throw notFound();
    const filter = listQuery.parse(c.req.query());
    const [{ lines, more }, categories, members, n, languages] = await Promise.all([
      allArticles(ctx, filter),
      categoriesOf(ctx),
      membersByName(ctx),
      counts(ctx),
      languagesOf(ctx),
    ]);
    return c.render(
      <AllPage
        ctx={ctx}
        filter={filter}
        lines={lines}
        more={more}
        categories={categories}
        members={members}
        counts={n}
        languages={languages}
      />,
      { title: say(ctx.reader, 'tab.all'), nav: 'knowledge', crumbs: await crumbs(ctx), topics: ['articles'] },
    );
  });

  room.get('/knowledge/new', 'member', (ctx, c) => newArticle(ctx, c));

  room.post('/knowledge', 'member', async (ctx, c) => {
    const parsed = parseForm(startFields, c.var.form, (key) => say(ctx.reader, key as 'error.title'));
    if (!parsed.ok) return newArticle(ctx, c, parsed.errors);
    const { title, category, lang } = parsed.value;
    const languages = await languagesOf(ctx);
    const locale = languages.find((one) => one === lang) ?? ctx.workspace.locale;
    const from = new Map(Object.entries(firstValues(c.var.form.fields)));
    const before = await begunBefore(ctx, from, 'alone');
    // Of what a colleague has begun since the page was opened, its author knows nothing yet.
    if (before && from.get('beside') !== before.id) return newArticle(ctx, c, {}, before);
    const { id, number } = await startArticle(ctx, { categoryId: category, locale, title, summary: '', html: '' });
    await begunFrom(ctx, { id, locale }, from);
    return c.redirect(`/knowledge/${number}?lang=${locale}`, 303);
  });
}

async function newArticle(ctx: On, c: Context<Env>, errors?: FieldErrors, found?: Before): Promise<Response> {
  if (!mayWrite(ctx.actor)) throw notFound();
  const [categories, languages, kept] = await Promise.all([
    categoriesOf(ctx),
    languagesOf(ctx),
    errors ? null : keptDraft(ctx, c, '/knowledge'),
  ]);
  if (errors) c.status(422);
  const typed = errors
    ? firstValues(c.var.form.fields)
    : { ...c.req.query(), ...firstValues(Object.entries(kept ?? {})) };
  return c.render(
    <NewArticle
      ctx={ctx}
      guard={guardOf(c, '/knowledge/new')}
      categories={categories}
      languages={languages}
      typed={typed}
      before={found ?? (await begunBefore(ctx, new Map(Object.entries(typed)), 'looking'))}
      errors={errors ?? {}}
    />,
    { title: say(ctx.reader, 'new'), nav: 'knowledge', crumbs: await crumbs(ctx, undefined, 'new') },
  );
}
