import type { Context } from 'hono';
import type { Ctx } from '#platform/http/context.ts';
import { keptDraft } from '#platform/http/drafts.ts';
import type { Env } from '#platform/http/env.ts';
import { type Form, firstValues } from '#platform/http/form.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { say } from './messages.ts';

type Values = Record<string, string>;

/** What was typed into a form, to be shown again: the first value of each field. */
export const typedValues = (form: Form): Values => firstValues(form.fields);

/** What was kept when a session ended in the middle of writing, in a form that posts to the page it stands on. */
export async function keptValues(ctx: Ctx, c: Context<Env>): Promise<Values> {
  return firstValues(Object.entries((await keptDraft(ctx, c, c.req.path)) ?? {}));
}

/** The words for a schema's message; what the schema library says by itself is told in our own. */
export const speak = (reader: Reader) => (key: string) =>
  say(reader, (key in say.messages.en ? key : 'error.form') as 'error.form');
