import type { z } from 'zod';
import type { Form } from './form.ts';

/** Messages for the person, by field name. */
export type FieldErrors = Record<string, string>;

/** What only a forged form can be told; no page has a place to say it. */
const UNSAID = 'unsaid';

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldErrors; values: Record<string, string> };

/**
 * Holds a form against its schema. Fields the schema does not name are ignored; a name that ends in `[]` in `lists` comes
 * as an array. The schema's messages are keys of the caller's catalog: `speak` turns them into words.
 */
export function parseForm<T>(
  schema: z.ZodType<T>,
  form: Form,
  speak: (key: string) => string,
  lists: readonly string[] = [],
): Parsed<T> {
  const raw: Record<string, unknown> = Object.create(null);
  const values: Record<string, string> = {};
  for (const [name, all] of form.fields) {
    if (name.startsWith('_')) continue;
    raw[name] = lists.includes(name) ? all : all[0];
    values[name] = all[0] ?? '';
  }
  // A field that every form of ours has and this one lacks: the schema's own words for that are no key of any catalog.
  const result = schema.safeParse({ ...raw }, { error: () => UNSAID });
  if (result.success) return { ok: true, value: result.data };
  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    errors[field] ??= issue.message === UNSAID ? '' : speak(issue.message);
  }
  return { ok: false, errors, values };
}
