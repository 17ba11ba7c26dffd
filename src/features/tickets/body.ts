import { z } from 'zod';
import { cleanHtml } from '#platform/richtext/clean.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { isBlank } from '#platform/richtext/to-text.ts';

const MAX_CHARACTERS = 100_000;

const fields = {
  body: z.string('error.body.empty').max(MAX_CHARACTERS, 'error.body.long'),
  body_format: z.enum(['html', 'text']).catch('text'),
};
const written = z.object(fields);

/**
 * A form in which somebody writes, with what else it asks. `body` is HTML from the editor when `body_format` says so, plain
 * text otherwise; of what it holds, something has to be left to read. Messages are keys of the tickets catalog.
 */
export const formWith = <Others extends z.ZodRawShape>(others: Others) =>
  z.object({ ...others, ...fields }).refine((form) => !isBlank(htmlOf(written.parse(form))), {
    path: ['body'],
    error: 'error.body.empty',
    // Whatever else is wrong with the form, so that all of it is said at once.
    when: ({ value }) => written.safeParse(value).success,
  });

export const writing = formWith({});

/** What was written, as clean HTML: the only form in which it is stored. */
export const htmlOf = ({ body, body_format }: z.infer<typeof written>): string =>
  body_format === 'html' ? cleanHtml(body) : fromPlainText(body);
