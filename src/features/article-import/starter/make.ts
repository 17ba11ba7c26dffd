import { withoutCustomer } from '#features/article-replies/index.ts';
import { addCategory, categoriesOf, languagesOf, saveDraft, startArticle } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { mayImportArticles } from '../access.ts';
import { say } from '../messages.ts';
import { type Group, grouped } from './groups.ts';
import { how, type Outline, type Preset } from './outline.ts';
import { bodyOf, starterSet, titleOf } from './set.ts';

type On = CtxOf<Member>;
const SOURCE = 'starter';

/** Which outlines are here already: their ids. */
export async function outlinesThere(ctx: On): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .selectFrom('article_sources')
    .select('source_key')
    .distinct()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('source', '=', SOURCE)
    .execute();
  return new Set(rows.map(({ source_key }) => source_key));
}

/** The languages we have outlines in and the help center is written in; its own first. */
async function ours(ctx: On): Promise<string[]> {
  const all = (await languagesOf(ctx)).filter((locale) => locale === 'en' || locale === 'de');
  return all.length > 0 ? all : [ctx.workspace.locale];
}

/** Makes drafts of the chosen outlines. Those that were made before are not made again. */
export async function makeOutlines(ctx: On, preset: Preset, ids: readonly string[], category: string): Promise<number> {
  demand(mayImportArticles(ctx.actor));
  const there = await outlinesThere(ctx);
  const wanted = starterSet(preset).filter(({ id }) => ids.includes(id) && !there.has(id));
  if (wanted.length === 0) return 0;
  const categoryId = await placeFor(ctx, category);
  for (const outline of wanted) await makeOne(ctx, outline, categoryId);
  return wanted.length;
}

async function makeOne(ctx: On, outline: Outline, categoryId: string): Promise<number> {
  const [first = ctx.workspace.locale, ...others] = await ours(ctx);
  const text = (locale: string) => ({ title: titleOf(outline, locale), summary: '', html: bodyOf(outline, locale) });
  const article = await startArticle(ctx, { categoryId, locale: first, ...text(first) });
  for (const locale of others) await saveDraft(ctx, String(article.number), locale, { ...text(locale), revision: 0 });
  await ctx.db
    .insertInto('article_sources')
    .values(
      [first, ...others].map((locale) => ({
        workspace_id: ctx.workspace.id,
        source: SOURCE,
        source_key: outline.id,
        locale,
        article_id: article.id,
        hash: sha256Hex(outline.id),
        revision: 1,
      })),
    )
    .onConflict((same) => same.doNothing())
    .execute();
  return article.number;
}

/** The chosen category, else one for what is asked often. */
async function placeFor(ctx: On, category: string): Promise<string> {
  const all = await categoriesOf(ctx);
  const chosen = all.find(({ id }) => id === category);
  if (chosen) return chosen.id;
  const title = say({ ...ctx.reader, locale: ctx.workspace.locale }, 'starter.category');
  const same = all.find(({ texts }) => [...texts.values()].some((text) => text.title === title));
  if (same) return same.id;
  const texts = new Map([[ctx.workspace.locale as string, { title, summary: '' }]]);
  return addCategory(ctx, { parentId: null, icon: 'life-buoy', audience: 'public', texts });
}

const LOOKED_AT = 5000;
const SHOWN = 12;
const YEAR_MS = 365 * 86_400_000;

/** What customers asked most in a year, of the tickets that whoever asks may see; without those who asked, as an article is for others. */
export async function askedMost(ctx: On): Promise<Group[]> {
  const rows = await ctx.db
    .selectFrom('tickets as t')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 't.workspace_id').onRef('c.id', '=', 't.requester_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 't.workspace_id').onRef('a.id', '=', 't.account_id'),
    )
    .select(['t.number', 't.subject', 'c.name', 'a.name as account', 'a.short_name as short'])
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.created_at', '>', new Date(ctx.now.getTime() - YEAR_MS))
    .orderBy('t.created_at', 'desc')
    .limit(LOOKED_AT)
    .execute();
  const said = rows.map(({ number, subject, name, account, short }) => {
    return { number, subject: withoutCustomer(subject, [name, account, short]).trim() };
  });
  return grouped(said).slice(0, SHOWN);
}

/** A draft for what a group asks. */
export async function outlineFor(ctx: On, title: string): Promise<number> {
  demand(mayImportArticles(ctx.actor));
  const { parts } = how('asked', [title, title], ['What to do, in order.', 'Was zu tun ist, der Reihe nach.']);
  const locale = ctx.workspace.locale;
  const categoryId = await placeFor(ctx, '');
  const article = await startArticle(ctx, { categoryId, locale, title, summary: '', html: bodyOf({ parts }, locale) });
  return article.number;
}
