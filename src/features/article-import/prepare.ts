import { cleanBody, embedOf, leadsTo } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { onlyReadable } from '#platform/http/line.ts';
import {
  asLine,
  type Found,
  type FoundArticle,
  type FoundText,
  type Problem,
  type ProblemKind,
  shorten,
} from './found.ts';
import { asWritten } from './paths.ts';
import { type Places, placesAt, placesIn } from './places.ts';
import { picturesNamed, rewritten } from './rewrite.ts';
import { isTakenOut } from './taken.ts';

/** A text as it will be kept, and what of it could not be. */
export interface Prepared {
  locale: string;
  title: string;
  summary: string;
  slug: string;
  live: boolean;
  updated: Date | null;
  html: string;
  hash: string;
  problems: Problem[];
  /** Null: it cannot be brought in at all; the problems say why. */
  left: boolean;
}

/** What became of a picture that a text names: its id, or why there is none. */
export type Picture = { id: string } | { problem: ProblemKind };

/** Longest body that is kept, in characters: the column's own limit. */
const LONGEST = 8_000_000;

export const hashOf = (found: Found, text: FoundText): string =>
  sha256Hex(`${found.format}\n${text.locale}\n${text.raw}`);

/** Pages that customers have here, whatever a source calls its own. */
const CUSTOMERS = /^\/(?:support|support\/new|company|account|sign-in)(?:[?#][^\s]*)?$/;

/** What other editors write for an empty line. */
const EMPTY = /<p>(?:\s|<br \/>)*<\/p>/g;

/** Makes a text ours: links lead to articles, pictures are the article's own, and what else is not allowed is gone and said. */
export function prepare(
  found: Found,
  text: FoundText,
  raw: string,
  pictures: ReadonlyMap<string, Picture>,
  idOf: (key: string) => string | undefined,
): Prepared {
  const tally = new Tally(text.problems);
  const ids = new Set<string>();
  const isOurs = isTakenOut(text.raw);
  let own: Places | undefined;
  let frames = 0;
  const html = rewritten(raw, {
    link(href) {
      const place = /#(.+)$/s.exec(href)?.[1];
      if (href.startsWith('#')) {
        own ??= placesIn(raw, text.locale);
        const there = own(place ?? '');
        if (there) return `#${there}`;
      }
      const leads = text.link(href);
      if (leads?.to === 'page') return leads.path;
      if (leads?.to === 'there') tally.add('there', shorten(href));
      const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(href);
      if ((!leads || leads.to === 'there') && elsewhere) {
        if (leadsTo(href)) return href;
        tally.add('link', shorten(href));
        return null;
      }
      const page = leads?.to === 'article' ? undefined : pageOfOurs(href, isOurs);
      if (page) return page;
      const id = leads?.to === 'article' ? idOf(leads.key) : undefined;
      if (id && leads?.to === 'article') {
        const there = place && placesAt(found, leads.key, text.locale)?.(place);
        if (place && !there) tally.add('place', shorten(href));
        return `article:${id}${there ? `#${there}` : ''}`;
      }
      tally.add(leads?.to === 'file' ? 'file' : 'dead', shorten(asWritten(href)));
      return null;
    },
    picture(src) {
      const picture = pictures.get(src) ?? { problem: 'picture-missing' as const };
      if ('id' in picture) {
        ids.add(picture.id);
        return `picture:${picture.id}`;
      }
      tally.add(picture.problem, shorten(src.startsWith('data:') ? 'data:' : asWritten(src)));
      return 'gone:';
    },
    frame(address) {
      if (address === '' || embedOf(address)) return;
      tally.add('embed', shorten(address));
      frames += 1;
    },
  });
  const body = cleanBody(html, (id) => ids.has(id));
  for (const [kind, n] of Object.entries(body.lost) as [ProblemKind, number][]) {
    // Each picture that is gone has been named already, and so have most frames.
    const more = kind === 'embed' ? n - frames : n;
    if (kind !== 'image' && more > 0) tally.add(kind, undefined, more);
  }
  const kept = body.html.replaceAll(EMPTY, '');
  return { ...facts(found, text, kept, tally), html: kept };
}

/** Of a page that was taken out of here every page of the portal is one of ours; of others, what they hardly mean otherwise. */
function pageOfOurs(href: string, isOurs: boolean): string | undefined {
  if (CUSTOMERS.test(href)) return href;
  return isOurs && href.startsWith('/') ? leadsTo(href) : undefined;
}

function facts(found: Found, text: FoundText, html: string, tally: Tally): Omit<Prepared, 'html'> {
  const title = asLine(text.title, 1000);
  let left = false;
  const leave = (kind: ProblemKind) => {
    tally.add(kind);
    left = true;
  };
  if (title === '') leave('title');
  if (title.length > 200) tally.add('title-long');
  if (html === '') leave('empty');
  if (html.length > LONGEST) leave('long');
  return {
    locale: text.locale,
    title: shorten(title),
    summary: shorten(onlyReadable(text.summary.toWellFormed()).replaceAll(/\s+/g, ' ').trim(), 300),
    slug: text.slug,
    live: text.live,
    updated: text.updated,
    hash: hashOf(found, text),
    problems: tally.all,
    left,
  };
}

const MOST_PROBLEMS = 50;

/** The same thing is said once, with how often; of very many, the first by their names and the others of each kind together. */
class Tally {
  readonly all: Problem[] = [];
  constructor(known: readonly Problem[]) {
    for (const { kind, about, n } of known) this.add(kind, about, n);
  }
  add(kind: ProblemKind, about?: string, n = 1): void {
    const same = this.all.find((one) => one.kind === kind && one.about === about);
    if (same) same.n = (same.n ?? 1) + n;
    else if (about !== undefined && this.all.length >= MOST_PROBLEMS) this.add(kind, undefined, n);
    else this.all.push({ kind, ...(about === undefined ? {} : { about }), ...(n > 1 ? { n } : {}) });
  }
}

/** Every text of a source, one after another, with its number: how far an import has come counts in these. */
export const textsOf = (found: Found): { article: FoundArticle; text: FoundText }[] =>
  found.articles.flatMap((article) => article.texts.map((text) => ({ article, text })));

export const picturesOf = (raw: string): string[] => picturesNamed(raw);
