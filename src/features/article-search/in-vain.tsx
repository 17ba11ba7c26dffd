import { type Beginner, mayWrite, type Queue } from '#features/knowledge/index.ts';
import {
  answeredBy,
  type InVain,
  openedByPrograms,
  searchedInVain,
  settleSearch,
  wasAsked,
} from '#features/search/index.ts';
import { alone } from '#platform/db/turns.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { say } from './messages.ts';
import { InVainRows } from './views/in-vain.tsx';

const DAYS = 90;
const DAY_MS = 86_400_000;
const FEW = 5;

const quarter = (ctx: Ctx): Date => new Date(ctx.now.getTime() - DAYS * DAY_MS);

/** What customers looked for in vain this quarter. */
export const inVain = (ctx: Ctx, most: number): Promise<{ rows: InVain[]; n: number }> =>
  searchedInVain(ctx, quarter(ctx), most);

/** Beside it, what programs did: no searches and no openings of people. */
export const byPrograms = (ctx: Ctx): Promise<number> => openedByPrograms(ctx, quarter(ctx));

/** Work for authors: words without an answer, on their first page. */
export const queue: Queue = {
  async of(ctx) {
    if (!mayWrite(ctx.actor)) return null;
    const { rows, n } = await inVain(ctx, FEW);
    if (n === 0) return null;
    return {
      id: 'in-vain',
      title: say(ctx.reader, 'vain.title'),
      n,
      more: { label: say(ctx.reader, 'vain.more'), href: '/knowledge/searches' },
      rows: <InVainRows ctx={ctx} rows={rows} />,
    };
  },
};

/** These words are not worth an article. */
export async function dismiss(ctx: Ctx, words: { asked: string; locale: string }): Promise<void> {
  demand(mayWrite(ctx.actor));
  if (!(await wasAsked(ctx, words))) throw notFound();
  await settleSearch(ctx, words, null);
}

const wordsIn = (from: ReadonlyMap<string, string>, locale = from.get('lang') ?? '') => {
  const asked = from.get('searched');
  return asked ? { asked, locale: from.get('searchedIn') || locale } : null;
};

/** An article that somebody began from such words answers them. */
export const fromSearch: Beginner = {
  async before(ctx, from, how) {
    const words = wordsIn(from);
    if (!words) return null;
    if (how === 'alone') await alone(ctx.db, ctx.workspace.id, `searched ${words.locale} ${words.asked}`);
    return answeredBy(ctx, words);
  },
  async begun(ctx, { id, locale }, from) {
    const words = wordsIn(from, locale);
    if (words && (await wasAsked(ctx, words))) await settleSearch(ctx, words, id);
  },
};
