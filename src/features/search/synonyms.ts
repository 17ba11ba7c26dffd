import { sql } from 'kysely';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import { mayManageSynonyms } from './access.ts';
import { synonymsChanged } from './events.ts';
import { wordsIn } from './words.ts';

/** Words that mean the same here. */
export interface SynonymGroup {
  id: string;
  words: string[];
}

const MOST_GROUPS = 500;
const MOST_WORDS = 12;
const MOST_LETTERS = 60;

type Wrong = { error: 'few' | 'many' | 'groups' } | { error: 'long' | 'known'; word: string };
export type ReadWords = { words: string[] } | Wrong;

/** What was typed, as a group is stored and looked up: folded as the database folds what is asked, single spaces, each once. */
export async function readWords(ctx: Pick<Ctx, 'db'>, typed: string): Promise<ReadWords> {
  const parts = typed.split(/[,;\n]/).map((part) => wordsIn(part).join(' '));
  const { rows } = await sql<{ word: string }>`select app.folded(word) as word
    from unnest(${parts}::text[]) with ordinality part (word, n) order by n`.execute(ctx.db);
  const all = rows.map(({ word }) => word);
  const words = [...new Set(all.filter(Boolean))];
  const long = words.find((word) => word.length > MOST_LETTERS || word.split(' ').length > 3);
  if (long) return { error: 'long', word: long };
  if (words.length < 2) return { error: 'few' };
  return words.length > MOST_WORDS ? { error: 'many' } : { words };
}

export const synonymGroups = ({ db, workspace }: Ctx): Promise<SynonymGroup[]> =>
  db
    .selectFrom('search_synonyms')
    .select(['id', 'words'])
    .where('workspace_id', '=', workspace.id)
    .orderBy('words')
    .orderBy('id')
    .execute();

/** A group more, or why it cannot be one: a word is in one group only, so that it is clear what it finds. */
export async function addSynonyms(ctx: CtxOf<Member>, typed: string): Promise<Wrong | null> {
  demand(mayManageSynonyms(ctx.actor));
  const read = await readWords(ctx, typed);
  if ('error' in read) return read;
  const groups = await synonymGroups(ctx);
  if (groups.length >= MOST_GROUPS) return { error: 'groups' };
  const taken = new Set(groups.flatMap(({ words }) => words));
  const known = read.words.find((word) => taken.has(word));
  if (known) return { error: 'known', word: known };
  await ctx.db
    .insertInto('search_synonyms')
    .values({ workspace_id: ctx.workspace.id, id: newId(ctx.now.getTime()), words: read.words, created_at: ctx.now })
    .execute();
  await told(ctx, [], read.words);
  return null;
}

export async function removeSynonyms(ctx: CtxOf<Member>, id: string): Promise<void> {
  demand(mayManageSynonyms(ctx.actor));
  const gone = isId(id)
    ? await ctx.db
        .deleteFrom('search_synonyms')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .returning('words')
        .executeTakeFirst()
    : undefined;
  if (!gone) throw notFound();
  await told(ctx, gone.words, []);
}

const told = async (ctx: Ctx, from: string[], to: string[]): Promise<void> => {
  await record(ctx, synonymsChanged, {
    subjectId: ctx.workspace.id,
    accountId: null,
    data: { changes: { words: { from, to } } },
  });
};
