import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** The words of one thing. Whose it is and who may find it are not said here: the thing's own row says so (migration 0421). */
export interface Entry {
  kind: string;
  id: string;
  /** Adds to the words that are there, as a reply does. */
  more?: boolean;
  headings?: string;
  /** Plain text. */
  text: string;
  /** The language it is written in, where that is not the one of whoever writes it. */
  locale?: string;
}

/** As much of a text is found; of more a person remembers another word. */
const MOST = 100_000;

/** Makes a change findable, in its own transaction: what is written is found by the time its answer arrives. */
export const indexed = (ctx: Pick<Ctx, 'db' | 'reader'>, entry: Entry): Promise<void> => indexedAll(ctx, [entry]);

export async function indexedAll(ctx: Pick<Ctx, 'db' | 'reader'>, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ kind, id, more = false, headings = '', text, locale = ctx.reader.locale }) => ({
    kind,
    id,
    more,
    locale,
    headings: bare(headings),
    text: searchable(text),
  }));
  await sql`select app.index_text(e.kind, e.id, e.locale, e.headings, e.text, e.more)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e (kind text, id uuid, more boolean, locale text, headings text, text text)`.execute(
    ctx.db,
  );
}

/** A text of an article that comes with its words, and is not there yet. */
export interface FirstEntry {
  article: string;
  locale: string;
  /** Its version, which is there already: it has the title. */
  version: string;
  liveFrom: Date;
  headings: string;
  text: string;
}

/** Makes articles findable whose texts are written next, in the same transaction: their triggers then have nothing to add (migration 0520). */
export async function indexedFirst(ctx: Pick<Ctx, 'db'>, entries: readonly FirstEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ article, locale, version, liveFrom, headings, text }) => ({
    article,
    locale,
    version,
    live_from: liveFrom,
    headings: bare(headings),
    said: searchable(text),
  }));
  await sql`select app.index_first(${JSON.stringify(rows)}::jsonb)`.execute(ctx.db);
}

// What would be taken for the place that was looked for, and what a database does not hold.
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
const bare = (text: string): string => text.replace(/[\u0000\u0002-\u0004]/g, '');

/** Cut between two letters, not within one: half of an emoji is no text to a database. */
const searchable = (text: string): string => bare(text).slice(0, MOST).toWellFormed();
