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

/** A sign of a script that puts no spaces between its words: the same as `app.signs()` of migration 0720. */
const SIGN = String.raw`\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u309f\u30a1-\u30fa\u30fc-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\u{20000}-\u{323af}`;
/** A run of such signs, or letters and digits with what belongs to them (the vowels of Hindi are marks). */
const WORD = new RegExp(
  String.raw`[${SIGN}]+|(?:(?![${SIGN}])[\p{L}\p{N}])(?:(?![${SIGN}\ufe00-\ufe0f\u20d0-\u20ff])[\p{L}\p{N}\p{M}])*`,
  'gu',
);
const RUN = new RegExp(`[${SIGN}]`, 'u');

/** The words of a text, a run of signs that have no spaces between them as one: which it is made of, the database knows (migration 0720). */
export const wordsIn = (text: string): string[] => text.normalize('NFC').match(WORD) ?? [];

/** Of what is typed on a keyboard of another width. */
const narrow = (text: string): string => text.replace(/[\uff01-\uff9f]+/g, (wide) => wide.normalize('NFKC'));

export function askedIn(typed: string): Asked {
  const cut = narrow(typed).slice(0, MAX_TYPED).trim();
  const only = cut.startsWith('>') ? 'places' : cut.startsWith('@') ? 'people' : null;
  const rest = only ? cut.slice(1).trim() : cut;
  const number = /^(?:t-?|#)?(\d{1,12})$/i.exec(rest)?.[1];
  return {
    typed: rest,
    words: wordsIn(rest)
      .slice(0, MAX_WORDS)
      .map((word) => [...word].slice(0, MAX_WORD).join('')),
    number: number ? Number(number) : null,
    only,
  };
}

/** The languages in which what is asked may be bent: the reader's own first. */
export const localesOf = (ctx: Pick<Ctx, 'reader' | 'workspace'>, lang: string = ctx.reader.locale): string[] => [
  ...new Set([lang, ctx.workspace.locale]),
];

/** As people look for words: small letters without accents. For what never meets the database, where app.folded() knows ß and ø as well. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();

/** Whether it says something: three letters, or two signs that may be a word. */
export const saysSomething = (text: string): boolean => text.length >= (RUN.test(text) ? 2 : 3);

/** Text with the places that were looked for between these two; no text has them. */
export const MARK = { from: '\u0002', to: '\u0003' } as const;

export const unmarked = (text: string): string => text.replaceAll(MARK.from, '').replaceAll(MARK.to, '');

/** What `app.marked` (0720) puts between signs that have no spaces, so that each is looked for by itself. */
const BETWEEN = '\u0004';
const LONE = new RegExp(`${MARK.from}([${SIGN}])${MARK.to}`, 'gu');

/** A marked text as it is shown: signs that stand together are one place. One alone is none, unless one alone was looked for. */
export function shown(marked: string, words: readonly string[]): string {
  if (!marked.includes(BETWEEN)) return marked;
  const whole = marked.replaceAll(BETWEEN, '').replaceAll(MARK.to + MARK.from, '');
  return words.some((word) => RUN.test(word) && [...word].length === 1) ? whole : whole.replace(LONE, '$1');
}

/** A piece that begins within a sentence says so. */
export const begun = (piece: string): string => (/^[^\p{L}\p{N}]*\p{Ll}/u.test(piece) ? `… ${piece}` : piece);
