import { z } from 'zod';

// The one home of what text may be: each field of a form, each column of a list, and what other systems say of people goes through
// one of these. test/ledgers/texts.test.ts finds what does not.

/**
 * Characters that show nothing, or turn the direction of what stands beside them: with them one name passes for another. Joiners are
 * none of them: emoji and Persian are written with them.
 */
const UNSEEN =
  /\u034f|[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]/gu;
/**
 * In prose lines end, and marks of direction, which hold for themselves alone, are written. Word joiners are how mails keep a stranger's
 * words from becoming links (platform/mail/unlinked.ts).
 */
const UNSEEN_IN_PROSE = /(?![\t\n\r])[\p{Cc}\p{Cs}\u200b\u202a-\u202e\u2061-\u2069\ufeff\ufff9-\ufffb]/gu;

/** Joiners and marks belong to what they stand beside; by themselves they are nothing to see. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;
export const allSeen = (text: string): boolean => text.search(UNSEEN) < 0 && (text.trim() === '' || SEEN.test(text));
/** The same line without it, where nobody is there to type it once more. */
export const onlySeen = (text: string): string => text.replace(UNSEEN, '');
/** The same text of several lines without it: what is pasted from elsewhere is full of it, and nobody knows. */
export const onlyReadable = (text: string): string => text.replace(UNSEEN_IN_PROSE, '');

/** One line of a form, no longer than its column. What is no text at all comes from no form of ours, and is told nothing. */
export const line = (most: number, wrong: string) => seenLine(most, wrong, wrong);

/** A name or a title, which has words of its own for what nobody can see. */
export const seenLine = (most: number, tooLong: string, unseen: string) =>
  z.string().trim().max(most, tooLong).refine(allSeen, unseen);

/** A line that people paste: what nobody can see is left out. `empty` says that there has to be one. */
export const pastedLine = (most: number, tooLong: string, empty?: string) => kept(onlySeen, most, tooLong, empty);

/** Several lines of plain text; likewise. */
export const prose = (most: number, tooLong: string, empty?: string) => kept(onlyReadable, most, tooLong, empty);

function kept(only: (text: string) => string, most: number, tooLong: string, empty?: string) {
  const text = z.string().trim().max(most, tooLong);
  return z
    .string(empty)
    .transform(only)
    .pipe(empty ? text.min(1, empty) : text);
}

/** A number as people write it, or nothing. */
export const isPhone = (text: string): boolean => text === '' || /^\+?(?:[\s()./-]*\d){5,20}[\s()]*$/.test(text);
