import { FAILSAFE_SCHEMA, load } from 'js-yaml';
import { z } from 'zod';

const line = z.string().transform((text) => text.trim());

const list = z.union([z.array(line), line.transform((text) => text.split(',').map((one) => one.trim()))]);

/**
 * What the head of a Markdown file may say: in our own words, and in those of the programs that make sites of such files. All of it may be
 * left out, and what is not listed is named in the report.
 */
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
    segments: list,
    status: line,
    updated: line,
    description: line,
    lastmod: line,
    date: line,
    tags: list,
    draft: line,
    unlisted: line,
    private: line,
    published: line,
    publish: line,
    visibility: line,
  })
  .partial();
export type Head = z.infer<typeof head>;

const HIDDEN = /^(draft|entwurf|unpublished|archived|private|hidden|internal|pending|false)$/i;
const YES = /^(true|yes|on|1)$/i;
const NO = /^(false|no|off|0)$/i;

/** Whether readers had it there. */
export const isLive = (head: Head): boolean =>
  ![head.status, head.visibility].some((said) => HIDDEN.test(said ?? '')) &&
  ![head.draft, head.unlisted, head.private].some((said) => YES.test(said ?? '')) &&
  ![head.published, head.publish].some((said) => NO.test(said ?? ''));

const FENCE = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/;

/** The head of another kind, TOML's. */
const OTHER = /^\uFEFF?\+\+\+[ \t]*\r?\n[\s\S]{0,20000}?(?:^|\r?\n)\+\+\+[ \t]*(?:\r?\n|$)/;

/** Takes the head off. What is no YAML, or says something in another shape, is reported: it may say that nobody is to read this. */
export function splitHead(text: string): { head: Head; unread: string[]; body: string; broken: boolean } {
  const match = FENCE.exec(text);
  const other = match ? null : OTHER.exec(text);
  const nothing = { head: {}, unread: [] };
  if (other) return { ...nothing, body: text.slice(other[0].length), broken: true };
  if (!match) return { ...nothing, body: text, broken: false };
  const body = text.slice(match[0].length);
  try {
    // Strings only: no dates, no types of JavaScript, and nothing is merged.
    const said = load(match[1]!, { schema: FAILSAFE_SCHEMA }) ?? {};
    const read = head.safeParse(said);
    if (!read.success) return { ...nothing, body, broken: true };
    const unread = Object.keys(said).filter((name) => !Object.hasOwn(head.shape, name));
    return { head: read.data, unread, body, broken: false };
  } catch {
    return { ...nothing, body, broken: true };
  }
}

export function dateOf(text: unknown): Date | null {
  const date = typeof text === 'string' && /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}
