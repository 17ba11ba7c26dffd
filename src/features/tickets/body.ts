import { z } from 'zod';
import { cleanHtml } from '#platform/richtext/clean.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';

const MAX_CHARACTERS = 100_000;
/** Nothing but the paragraphs an empty editor leaves behind. */
const EMPTY = /^(?:\s|&nbsp;|<\/?(?:p|br)\s*\/?>)*$/;

/**
 * The fields of a form in which somebody writes. `body` is HTML from the editor when `body_format` says so, plain text
 * otherwise. Messages are keys of the tickets catalog.
 */
export const writingFields = {
  body: z
    .string('error.body.empty')
    .max(MAX_CHARACTERS, 'error.body.long')
    .refine((body) => !EMPTY.test(body), 'error.body.empty'),
  body_format: z.enum(['html', 'text']).catch('text'),
};

export const writing = z.object(writingFields);

/** What was written, as clean HTML: the only form in which it is stored. */
export const htmlOf = ({ body, body_format }: z.infer<typeof writing>): string =>
  body_format === 'html' ? cleanHtml(body) : fromPlainText(body);
