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
    publishdate: line,
    expirydate: line,
    /** Our own (taken.ts). */
    taken: line,
  })
  .partial();
export type Head = z.infer<typeof head>;

/** Programs disagree whether a large letter counts in them. */
const names = z
  .looseObject({})
  .transform((said) => Object.fromEntries(Object.entries(said).map(([name, what]) => [name.toLowerCase(), what])));

const SHOWN = /^(publish(ed)?|live|public|active|final|done)$/i;
const HIDDEN = /^(draft|entwurf|unpublished|archived|private|hidden|internal|pending|false)$/i;
const YES = /^(true|yes|on|1)$/i;
const NO = /^(false|no|off|0)$/i;

/** Whether readers have what says this; null: nobody knows what it means. */
type Rule = (said: string, now: Date) => boolean | null;

const words =
  (shown: RegExp, hidden: RegExp): Rule =>
  (said) =>
    shown.test(said) || (hidden.test(said) ? false : null);

/** They have it from a day on, or up to it. */
const readable =
  (when: 'from' | 'until'): Rule =>
  (said, now) => {
    const day = dateOf(said);
    return day && day <= now === (when === 'from');
  };
const from = readable('from');

const RULES: Partial<Record<keyof Head, Rule>> = {
  status: words(SHOWN, HIDDEN),
  visibility: words(/^public$/i, HIDDEN),
  draft: words(NO, YES),
  unlisted: words(NO, YES),
  private: words(NO, YES),
  publish: words(YES, NO),
  // A day, where it is no answer.
  published: (said, now) => words(YES, NO)(said, now) ?? from(said, now),
  publishdate: from,
  // Says how old something is; a day that has not come says when it comes.
  date: (said, now) => from(said, now) ?? true,
  expirydate: readable('until'),
};

/** Whether readers had it there. What is not understood may say that they had not: it is one that they had not, and `unclear`. */
export function standing(head: Head, now: Date): { live: boolean; unclear: string[] } {
  const found = Object.entries(RULES).flatMap(([name, rule]) => {
    const said = head[name as keyof Head];
    return typeof said === 'string' && said !== '' ? [{ line: `${name}: ${said}`, live: rule(said, now) }] : [];
  });
  return {
    live: found.every(({ live }) => live),
    unclear: found.filter(({ live }) => live === null).map(({ line }) => line),
  };
}

const FENCE = /^\uFEFF?---[ \t]*\r?\n([\s\S]{0,20000}?)(?:^|\r?\n)---[ \t]*(?:\r?\n|$)/;

/** The head of another kind, TOML's. */
const OTHER = /^\uFEFF?\+\+\+[ \t]*\r?\n[\s\S]{0,20000}?(?:^|\r?\n)\+\+\+[ \t]*(?:\r?\n|$)/;

/** Remarks at most. */
const isEmpty = (head: string): boolean => !/^[ \t]*[^\s#]/m.test(head);

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
    const said = names.parse(isEmpty(match[1]!) ? {} : load(match[1]!, { schema: FAILSAFE_SCHEMA }));
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
