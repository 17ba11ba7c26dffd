import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';

const line = z.string().transform((text) => text.trim());

/** What the head of a Markdown file may say. All of it may be left out, and what is not listed is not looked at. */
const head = z
  .object({
    id: line,
    title: line,
    summary: line,
    slug: line,
    /** Names from the top down: a list, or one line with slashes. */
    category: z.union([z.array(line), line.transform((text) => text.split('/').map((one) => one.trim()))]),
    language: line,
    audience: line,
    segments: z.union([z.array(line), line.transform((text) => text.split(',').map((one) => one.trim()))]),
    status: line,
    updated: line,
  })
  .partial();
export type Head = z.infer<typeof head>;

const FENCE = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/;

/** Takes the head off. What is no YAML, or says something in another shape, is reported and counts for nothing. */
export function splitHead(text: string): { head: Head; body: string; broken: boolean } {
  const match = FENCE.exec(text);
  if (!match) return { head: {}, body: text, broken: false };
  const body = text.slice(match[0].length);
  try {
    // Strings only: no dates, no types of JavaScript, and nothing is merged.
    const read = head.safeParse(load(match[1]!, { schema: FAILSAFE_SCHEMA }) ?? {});
    return read.success ? { head: read.data, body, broken: false } : { head: {}, body, broken: true };
  } catch {
    return { head: {}, body, broken: true };
  }
}

export function dateOf(text: unknown): Date | null {
  const date = typeof text === 'string' && /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
