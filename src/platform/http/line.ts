import { z } from 'zod';

/** One line of a form, no longer than its column. What is no text at all comes from no form of ours, and is told nothing. */
export const line = (most: number, tooLong: string) => z.string().trim().max(most, tooLong);

/** Text that is none, or that turns the direction of what stands beside it: names are shown in everybody's lists. */
const UNSEEN = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
export const allSeen = (text: string): boolean => text.search(UNSEEN) < 0;
/** The same text without it, where nobody is there to type it once more. */
export const onlySeen = (text: string): string => text.replace(UNSEEN, '');

/** A name or a title. */
export const seenLine = (most: number, tooLong: string, unseen: string) => line(most, tooLong).refine(allSeen, unseen);

/** A number as people write it, or nothing. */
export const isPhone = (text: string): boolean => text === '' || /^\+?(?:[\s()./-]*\d){5,20}[\s()]*$/.test(text);
