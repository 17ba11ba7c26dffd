import { sql } from 'kysely';
import { type LiveText, languagesOf, liveArticlesById } from '#features/knowledge/index.ts';
import { localesOf, wordsIn } from '#features/search/index.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Ctx } from '#platform/http/context.ts';

/** An article that may answer what somebody is about to ask. */
export type Suggestion = Pick<LiveText, 'id' | 'locale' | 'title' | 'summary'>;

export const answerPath = (id: string): string => `/support/new/answers/${id}`;
/** The form that says that an article was enough; buttons beside the ticket's own form belong to it. */
export const SOLUTION_FORM = 'solution';

/** More than that nobody reads before they go on writing. */
const MOST = 4;

/** What somebody raises, in bare words. */
export const topicOf = (subject: string): string => wordsOf(subject).join(' ').slice(0, 400);

const MOST_WORDS = 24;
/** A subject is a sentence: more of it counts than of what is typed into a search. */
const wordsOf = (subject: string): string[] =>
  wordsIn(subject)
    .slice(0, MOST_WORDS)
    .map((word) => [...word].slice(0, 40).join(''));

const related = kept(
  (_, { words, locales }: Given<{ words: string[]; locales: string[] }>) =>
    sql<{ id: string }>`select article_id as id
      from app.related_articles(${words}::text[], ${locales}::text[], ${2 * MOST})`,
);

/** The articles that a subject finds, the nearest first, as far as whoever asks may read them: their ids. */
export async function foundIn(ctx: Ctx, subject: string): Promise<string[]> {
  const locales = [...new Set([...localesOf(ctx), ...(await languagesOf(ctx))])];
  const rows = await related.all(ctx, { words: wordsOf(subject), locales });
  return rows.map(({ id }) => id);
}

/** The same in the language of whoever asks, read through the walls of articles once more. */
export async function suggestionsFor(ctx: Ctx, subject: string): Promise<Suggestion[]> {
  const ids = await foundIn(ctx, subject);
  const live = await liveArticlesById(ctx, ids, ctx.reader.locale);
  return ids.flatMap((id) => live.get(id) ?? []).slice(0, MOST);
}
