import { beginFrom } from '#features/article-replies/index.ts';
import {
  type Article,
  addCategory,
  archive,
  currentText,
  publish,
  saveDraft,
  setAudience,
  setLanguages,
  setOwner,
  startArticle,
} from '#features/knowledge/index.ts';
import { segmentNames } from '#features/segments/index.ts';
import { findTicket } from '#features/tickets/index.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import type { Cast } from '../../cast.ts';
import type { clockOf } from '../../clock.ts';
import type { Scene } from '../../play.ts';
import type { Stage } from '../../stage.ts';
import type { HelpArticle, Words } from './article.ts';
import { firstArticles } from './first.ts';
import { follows } from './follows.ts';
import { secondArticles } from './second.ts';
import { votes } from './votes.ts';

const DAY_MS = 86_400_000;

const shelves = [
  ['start', 'rocket', 'public', 'Getting started', 'Erste Schritte', 'Signing in, colleagues, and your first week'],
  ['design', 'palette', 'public', 'Design and feedback', 'Gestaltung und Rückmeldung', 'From your logo to your yes'],
  ['website', 'globe', 'public', 'Your website', 'Ihre Website', 'What runs, what to do when it does not'],
  ['email', 'mail', 'public', 'Email and forms', 'E-Mail und Formulare', 'What your site sends, and where it lands'],
  [
    'billing',
    'credit-card',
    'public',
    'Billing and hours',
    'Rechnungen und Stunden',
    'Invoices, retainers and addresses',
  ],
  ['studio', 'lock', 'member', 'For the studio', 'Für das Studio', 'How we do things'],
] as const;

const about: Record<string, string> = {
  start: 'Anmelden, Kollegen und Ihre erste Woche',
  design: 'Von Ihrem Logo bis zu Ihrem Ja',
  website: 'Was läuft, und was zu tun ist, wenn nicht',
  email: 'Was Ihre Website verschickt, und wo es ankommt',
  billing: 'Rechnungen, Retainer und Adressen',
  studio: 'Wie wir es machen',
};

/** The studio's help center: written over half a year, with what somebody has to look at next. */
export function helpCenter(stage: Stage, cast: Cast, clock: ReturnType<typeof clockOf>): Scene[] {
  const categories = new Map<string, string>();
  const written = new Map<string, string>();
  const maya = stage.as(cast.member('maya'), clock('230d 09:00'));
  const scenes: Scene[] = [{ at: clock('230d 09:00'), run: () => makeShelves(maya, categories) }];
  for (const article of [...firstArticles, ...secondArticles]) {
    const as = (by: HelpArticle['by'], at: string) => stage.as(cast.member(by), clock(at));
    const numbers = { categories, written };
    scenes.push({
      at: clock(article.at),
      run: () => write(as(article.by, article.at), as('maya', article.at), article, numbers),
    });
    const { later, draft, end } = article;
    const number = () => written.get(`${article.key} number`)!;
    if (later)
      scenes.push({
        at: clock(later.at),
        run: async () => {
          const ctx = as(later.by, later.at);
          const revision = await save(ctx, number(), 'en', later.en, written);
          await publish(ctx, number(), 'en', { revision, note: later.note });
        },
      });
    if (draft)
      scenes.push({
        at: clock(draft.at),
        run: async () => void (await save(as(draft.by, draft.at), number(), 'en', draft.en, written)),
      });
    if (end?.is === 'archived')
      scenes.push({ at: clock(end.at), run: () => archive(as('maya', end.at), number(), 'en') });
    // Which customers read it is said when there are groups of them.
    if (article.audience === 'segment')
      scenes.push({ at: clock('20d 15:55'), run: () => forRetainers(as('maya', '20d 15:55'), number()) });
  }
  return [...scenes, ...votes(stage, cast, clock, written), ...follows(stage, cast, clock, { categories, written })];
}

async function makeShelves(ctx: CtxOf<Member>, categories: Map<string, string>): Promise<void> {
  await setLanguages(ctx, ['de']);
  for (const [key, icon, audience, title, titel, summary] of shelves) {
    const texts = new Map([
      ['en', { title, summary }],
      ['de', { title: titel, summary: about[key]! }],
    ]);
    categories.set(key, await addCategory(ctx, { parentId: null, icon, audience, texts }));
  }
}

interface Made {
  categories: ReadonlyMap<string, string>;
  written: Map<string, string>;
}

/** Some write and may not publish: Maya reads it and does. */
async function write(
  ctx: CtxOf<Member>,
  maya: CtxOf<Member>,
  article: HelpArticle,
  { categories, written }: Made,
): Promise<void> {
  const { key, end, en, de, audience = 'public', reviewDays } = article;
  const made = await begin(ctx, article, {
    categoryId: categories.get(article.category)!,
    html: linked(en.html, written),
  });
  const number = String(made.number);
  written.set(key, made.id).set(`${key} number`, number);
  // What begins from a ticket has no summary yet.
  const revision = article.from ? await save(ctx, number, 'en', en, written) : 1;
  if (article.unowned || reviewDays !== undefined)
    await setOwner(
      ctx,
      number,
      article.unowned ? null : made.ownerId,
      reviewDays === undefined ? made.reviewDays : reviewDays,
    );
  // Until there are groups of customers, those for some of them are for all.
  const first = audience === 'segment' ? 'signed_in' : audience;
  if (first !== 'public') await setAudience(maya, number, first);
  if (end?.is === 'draft') return;
  const at = end?.is === 'scheduled' ? new Date(ctx.now.getTime() + end.days * DAY_MS) : null;
  await publish(maya, number, 'en', { revision, at });
  if (!de) return;
  await publish(maya, number, 'de', { revision: await save(ctx, number, 'de', de, written), at });
}

async function begin(
  ctx: CtxOf<Member>,
  { from, en }: HelpArticle,
  { categoryId, html }: { categoryId: string; html: string },
): Promise<Article> {
  const { title, summary } = en;
  if (!from) return startArticle(ctx, { categoryId, locale: 'en', title, summary, html });
  const ticket = await findTicket(ctx, String(from));
  return beginFrom(ctx, ticket, { categoryId, locale: 'en', title, body: html, isHtml: true });
}

async function save(
  ctx: CtxOf<Member>,
  number: string,
  locale: string,
  words: Words,
  written: ReadonlyMap<string, string>,
): Promise<number> {
  const id = [...written]
    .find(([key, value]) => key.endsWith(' number') && value === number)![0]
    .replace(' number', '');
  const before = await currentText(ctx, written.get(id)!, locale);
  const html = linked(words.html, written);
  return (await saveDraft(ctx, number, locale, { ...words, html, revision: before?.revision ?? 0 })).revision;
}

/** `@key` as the link to the article that was written under it. What was not written yet is no link. */
const linked = (html: string, written: ReadonlyMap<string, string>): string =>
  html.replaceAll(/<a href="@(\w+)">([^<]*)<\/a>/g, (_, key: string, words: string) =>
    written.has(key) ? `<a href="article:${written.get(key)}">${words}</a>` : words,
  );

async function forRetainers(ctx: CtxOf<Member>, number: string): Promise<void> {
  const retainers = (await segmentNames(ctx)).find(({ name }) => name === 'Retainer clients');
  if (retainers) await setAudience(ctx, number, 'segment', { to: 'segments', segments: [retainers.id] });
}
