import { z } from 'zod';

/** One line of a form, no longer than its column. */
export const line = (most: number, tooLong: string) => z.string('error.form').trim().max(most, tooLong);

/** Text that is none, or that turns the direction of what stands beside it: names are shown in everybody's lists. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
export const allSeen = (text: string): boolean => !UNSEEN.test(text);

/** A number as people write it, or nothing. */
export const isPhone = (text: string): boolean => text === '' || /^\+?(?:[\s()./-]*\d){5,20}[\s()]*$/.test(text);
