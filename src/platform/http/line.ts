import { z } from 'zod';

/** One line of a form, no longer than its column. What is no text at all comes from no form of ours, and is told nothing. */
export const line = (most: number, tooLong: string) => z.string().trim().max(most, tooLong);

/**
 * Text that is none, that looks like nothing (fillers of Hangul, the empty pattern of Braille, tags), or that turns the direction of
 * what stands beside it: names are shown in everybody's lists.
 */
const UNSEEN =
  /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
/** Joiners and marks belong to what they stand beside; by themselves they are nothing to see. */
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;
export const allSeen = (text: string): boolean => text.search(UNSEEN) < 0 && (text.trim() === '' || SEEN.test(text));
/** The same text without it, where nobody is there to type it once more. */
export const onlySeen = (text: string): string => text.replace(UNSEEN, '');

/** A name or a title. */
export const seenLine = (most: number, tooLong: string, unseen: string) => line(most, tooLong).refine(allSeen, unseen);

/** A number as people write it, or nothing. */
export const isPhone = (text: string): boolean => text === '' || /^\+?(?:[\s()./-]*\d){5,20}[\s()]*$/.test(text);
