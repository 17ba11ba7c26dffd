import { z } from 'zod';
import { cleanHtml } from '#platform/richtext/clean.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { isBlank } from '#platform/richtext/to-text.ts';

const MAX_CHARACTERS = 100_000;

/** What was written, as clean HTML: the only form in which it is stored. Of what it holds, something has to be left to read. */
const written = z
  .object({
    body: z.string('error.body.empty').max(MAX_CHARACTERS, 'error.body.long'),
    body_format: z.enum(['html', 'text']).catch('text'),
  })
  .transform(({ body, body_format }) => (body_format === 'html' ? cleanHtml(body) : fromPlainText(body)))
  .refine((html) => !isBlank(html), 'error.body.empty');

interface Sent {
  body?: unknown;
  body_format?: unknown;
}

/**
 * A form in which somebody writes, with what else it asks. `body` is HTML from the editor when `body_format` says so, plain
 * text otherwise, and comes out as clean HTML: cleaning is the dearest part of reading a form, and is done once. Messages are
 * keys of the tickets catalog.
 */
export const formWith = <Others extends z.ZodRawShape>(others: Others) =>
  z.preprocess(
    (form: Sent) => ({ ...form, body: { body: form.body, body_format: form.body_format } }),
    z.object({ ...others, body: written }),
  );

export const writing = formWith({});
