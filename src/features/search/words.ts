import type { Ctx } from '#platform/http/context.ts';

const MAX_WORDS = 8;
const MAX_WORD = 40;
export const MAX_TYPED = 200;

/** What somebody typed, as a search takes it. */
export interface Asked {
  /** As it was typed, without what stands for nothing around it. */
  typed: string;
  /** Letters and digits only, so no operator of any query language gets through. The last one may be half a word. */
  words: string[];
  /** A number that people say: T-1482, #1482, 1482. */
  number: number | null;
  /** Something to do or a place to go to (`>`), or people only (`@`). */
  only: 'places' | 'people' | null;
}

export function askedIn(typed: string): Asked {
  const cut = typed.slice(0, MAX_TYPED).trim();
  const only = cut.startsWith('>') ? 'places' : cut.startsWith('@') ? 'people' : null;
  const rest = only ? cut.slice(1).trim() : cut;
  const number = /^(?:t-?|#)?(\d{1,12})$/i.exec(rest)?.[1];
  const words = rest.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  return {
    typed: rest,
    words: words.slice(0, MAX_WORDS).map((word) => word.slice(0, MAX_WORD)),
    number: number ? Number(number) : null,
    only,
  };
}

/** The languages in which what is asked may be bent: the reader's own first. */
export const localesOf = (ctx: Pick<Ctx, 'reader' | 'workspace'>, lang: string = ctx.reader.locale): string[] => [
  ...new Set([lang, ctx.workspace.locale]),
];

/** As people look for words: small letters without accents. For what never meets the database, where app.folded() knows ß and ø as well. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Text with the places that were looked for between these two; no text has them. */
export const MARK = { from: '\u0002', to: '\u0003' } as const;

/** A piece that begins within a sentence says so. */
export const begun = (piece: string): string => (/^[^\p{L}\p{N}]*\p{Ll}/u.test(piece) ? `… ${piece}` : piece);
