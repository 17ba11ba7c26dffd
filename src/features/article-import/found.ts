import { onlySeen } from '#platform/http/line.ts';
import type { Archive } from './archive.ts';
import type { Taken } from './taken.ts';

export const formats = ['markdown', 'html', 'zendesk', 'freshdesk'] as const;
export type Format = (typeof formats)[number];

/** What could not be brought over as it was. Keys of the catalog as `problem.<kind>`. */
export const problemKinds = [
  'script',
  'style',
  'image',
  'embed',
  'form',
  'link',
  'drawing',
  'rest',
  'picture-missing',
  'picture-remote',
  'picture-kind',
  'picture-large',
  'file',
  'labels',
  'promoted',
  'votes',
  'dead',
  'there',
  'place',
  'segment',
  'language',
  'language-out',
  'twice',
  'title',
  'title-long',
  'empty',
  'long',
  'deep',
  'front-matter',
  'head',
  'signs',
  'broken',
  'charset',
  'path',
  'symlink',
  'locked',
  'large',
  'bomb',
  'changed-here',
  'narrower',
  'wider-here',
  'live-here',
  'offline-here',
  'opened',
  'unused',
  'texts',
  'pages',
  'page-full',
  'entry',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** One of them, with what it was about (a link, a file) or how often. */
export interface Problem {
  kind: ProblemKind;
  about?: string;
  n?: number;
}

/** Who is to read it, as the source says; segments by their names. Null: as the category says. */
export type Wanted = 'public' | 'signed_in' | 'member' | { segments: string[] } | null;

export interface FoundCategory {
  key: string;
  parent: string | null;
  texts: Map<string, { title: string; summary: string }>;
  icon?: string;
  audience: Wanted;
}

/** Where a link in a text leads; `page`: one of ours, `there`: back to where the text comes from. */
export type Leads =
  | { to: 'article'; key: string }
  | { to: 'page'; path: string }
  | { to: 'there' | 'dead' }
  | { to: 'file'; path?: string }
  | null;
/** Where a picture of a text is: a file of the archive, in the text itself, somewhere in the net, or nowhere. */
export type Shows = { path: string } | { data: string } | { address: string } | null;

export interface FoundText {
  locale: string;
  /** It does not say its language: it is taken for this one. */
  unsaid: boolean;
  title: string;
  summary: string;
  slug: string;
  live: boolean;
  updated: Date | null;
  /** As it came, Markdown made HTML of; anybody's. */
  html: () => string;
  /** What a second run compares. */
  raw: string;
  /** It was taken out of here, or out of another help center like it. */
  taken?: Taken | undefined;
  problems: Problem[];
  link: (href: string) => Leads;
  picture: (src: string) => Shows;
}

export interface FoundArticle {
  key: string;
  category: string;
  audience: Wanted;
  texts: FoundText[];
}

export interface Found {
  format: Format;
  /** Whose articles they are: the same key of another help center is another article. */
  source: string;
  categories: FoundCategory[];
  articles: FoundArticle[];
  /** Of no article: files that are none, entries that were refused. */
  problems: (Problem & { about: string })[];
  archive: Archive;
}

/** Why a whole file is refused; keys of the catalog as `refused.<why>`. */
export type Refusal = 'nothing' | 'broken' | 'bomb' | 'many' | 'large' | 'rights';

export class Refused extends Error {
  override name = 'Refused';
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

/** What help centers elsewhere know of an article beside its text, and ours does not. */
export function besideText(labels: string[], promoted: boolean, votes: number): Problem[] {
  const all: Problem[] = [];
  if (labels.length > 0) all.push({ kind: 'labels', about: shorten(labels.join(', ')), n: labels.length });
  if (promoted) all.push({ kind: 'promoted' });
  if (votes > 0) all.push({ kind: 'votes', n: votes });
  return all;
}

/** A title or a name from elsewhere: one line of what can be seen. */
export const asLine = (text: string, most = 200): string =>
  shorten(onlySeen(text.toWellFormed().replaceAll(/\s+/g, ' ')).trim(), most);

export const shorten = (text: string, most = 200): string =>
  text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text;
