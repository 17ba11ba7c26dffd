import type { ReadBy } from '#features/knowledge/index.ts';
import type { Platform } from '#platform/platform.ts';
import type { ArticleImport } from './article-import.ts';
import type { Readers } from './audience.ts';
import type { Found, FoundArticle, FoundCategory, FoundText } from './found.ts';
import { idFor, type Known, lackedBy, type Outcome, outcomeOf } from './known.ts';
import { isLess } from './lacks.ts';
import { expectPicture, type Kept, keepPicture } from './pictures.ts';
import { type Picture, type Prepared, picturesOf, prepare } from './prepare.ts';
import { PLACES } from './read.ts';
import { digestOf, meantBy, wantedOf } from './readers-here.ts';

/** A text with what is to become of it. */
export interface Line {
  n: number;
  article: FoundArticle;
  outcome: Outcome;
  /** Whether readers have it there; it may be brought in as a draft all the same. */
  isLiveThere: boolean;
  text: Prepared;
}

/** An article of a source with all its texts, ready to be written. */
export interface Arrival {
  id: string;
  /** Whether it is here already. */
  there: boolean;
  article: FoundArticle;
  readers: Readers;
  /** For whom it is meant there, all that says so; undefined for readers that nobody here knows. */
  meant: (ReadBy | undefined)[];
  /** The same as the source says it. */
  digest: string;
  lines: Line[];
  pictures: Kept[];
}

export interface Work {
  platform: Platform;
  workspaceId: string;
  one: ArticleImport;
  found: Found;
  shelves: ReadonlyMap<string, FoundCategory>;
  known: Known;
  languages: ReadonlySet<string>;
  readers: (wanted: FoundArticle['audience']) => Readers;
  /** Pictures that articles have already, by article and content. */
  there: ReadonlyMap<string, string>;
}

/**
 * So many texts are one transaction, of an article all. A worker that dies loses no more, and the next one goes on behind them; an author who
 * begins or publishes an article meanwhile waits for no more: numbers and addresses are given by one at a time.
 */
const MOST_TEXTS = 50;

/** Where the batch ends that begins here. */
export function batchEnd(articles: readonly Pick<FoundArticle, 'texts'>[], from: number): number {
  let texts = 0;
  let to = from;
  for (const article of articles.slice(from, from + MOST_TEXTS)) {
    texts += article.texts.length;
    if (to > from && texts > MOST_TEXTS) break;
    to++;
  }
  return to;
}

const AT_ONCE = 8;

/** Makes articles ready outside of any transaction: pictures are kept, some of them fetched. */
export async function readied(work: Work, from: number, to: number): Promise<Arrival[]> {
  const articles = work.found.articles.slice(from, to);
  const arrivals: Arrival[] = [];
  for (let at = 0; at < articles.length; at += AT_ONCE)
    arrivals.push(
      ...(await Promise.all(articles.slice(at, at + AT_ONCE).map((each, i) => arrive(work, each, from + at + i)))),
    );
  return arrivals;
}

export const articleIdOf = (work: Pick<Work, 'known' | 'one'>, key: string): string =>
  work.known.articles.get(key) ?? idFor(work.one.id, key);

async function arrive(work: Work, article: FoundArticle, index: number): Promise<Arrival> {
  const id = articleIdOf(work, article.key);
  const readers = work.readers(article.audience);
  const wanted = wantedOf(work.shelves, article);
  const arrival: Arrival = {
    id,
    there: work.known.articles.has(article.key),
    article,
    readers,
    meant: wanted.map((each) => meantBy(work.readers(each))),
    digest: digestOf(wanted),
    lines: [],
    pictures: [],
  };
  const album = new Map<string, Picture>();
  const targets = targetsOf(work);
  for (const [i, text] of article.texts.entries()) {
    const refusal = refusalOf(work, arrival, text);
    const known = refusal ? 'left' : outcomeOf(work.found, work.known, article, text);
    const again = known === 'same' ? await anew(work, arrival, text, album, targets) : undefined;
    const outcome = again?.outcome ?? known;
    const writes = outcome === 'made' || outcome === 'changed';
    const raw = writes && !again ? text.html() : '';
    if (writes && !again) await keepAll(work, arrival, text, raw, album);
    const ready =
      again?.text ?? (writes ? prepare(work.found, text, raw, album, targets) : bare(work.found, text, outcome));
    if (work.one.drafts) ready.live = false;
    if (refusal) ready.problems.unshift({ kind: refusal, about: text.locale });
    if (readers.problem && writes) ready.problems.unshift(readers.problem);
    arrival.lines.push({
      n: index * PLACES + i,
      article,
      outcome: ready.left ? 'left' : outcome,
      isLiveThere: text.live,
      text: ready,
    });
  }
  return arrival;
}

/** A text of which something was missing is changed when some of that has come, and nothing has gone; else what it goes without is said again. */
async function anew(
  work: Work,
  arrival: Arrival,
  text: FoundText,
  album: Map<string, Picture>,
  targets: ReturnType<typeof targetsOf>,
): Promise<Pick<Line, 'outcome' | 'text'> | undefined> {
  const { found, platform, workspaceId } = work;
  const lacked = lackedBy(work.known, arrival.article, text);
  if (!lacked) return undefined;
  const raw = text.html();
  const names = picturesOf(raw);
  const hoped = new Map(
    names.map((src) => [
      src,
      expectPicture({ archive: found.archive, remote: work.one.remote }, text.picture(src), src),
    ]),
  );
  let ready = prepare(found, text, raw, hoped, targets);
  if (isLess(ready.problems, lacked)) {
    const before = arrival.pictures.length;
    const own = new Map(album);
    await keepAll(work, arrival, text, raw, own);
    ready = prepare(found, text, raw, own, targets);
    if (!ready.left && isLess(ready.problems, lacked)) {
      for (const [src, picture] of own) album.set(src, picture);
      return { outcome: 'changed', text: ready };
    }
    for (const { key } of arrival.pictures.splice(before)) await platform.files.of(workspaceId).remove(key);
  }
  return { outcome: 'same', text: { ...bare(found, text, 'same'), problems: lacked } };
}

const keysOf = new WeakMap<Found, ReadonlySet<string>>();

/** Where links may lead: to what is here, and to what comes with this import. */
export function targetsOf(work: Pick<Work, 'found' | 'known' | 'one'>) {
  const keys = keysOf.get(work.found) ?? new Set(work.found.articles.map(({ key }) => key));
  keysOf.set(work.found, keys);
  return (key: string) => (keys.has(key) || work.known.articles.has(key) ? articleIdOf(work, key) : undefined);
}

function refusalOf(work: Work, { lines }: Arrival, text: FoundText): 'language' | 'language-out' | 'twice' | undefined {
  if (work.one.found?.without?.includes(text.locale)) return 'language-out';
  if (!work.languages.has(text.locale)) return 'language';
  return lines.some((line) => line.text.locale === text.locale) ? 'twice' : undefined;
}

/** What a text that is not written says of itself in the report. */
function bare(found: Found, text: FoundText, outcome: Outcome): Prepared {
  const none = prepare(found, { ...text, problems: [] }, '<p>–</p>', new Map(), () => undefined);
  return {
    ...none,
    html: '',
    left: outcome === 'left',
    problems: outcome === 'kept' ? [{ kind: 'changed-here' }] : [],
  };
}

async function keepAll(work: Work, arrival: Arrival, text: FoundText, raw: string, album: Map<string, Picture>) {
  const { platform, workspaceId, found, one } = work;
  for (const src of picturesOf(raw)) {
    if (album.has(src)) continue;
    const { picture, kept } = await keepPicture(
      { platform, workspaceId, archive: found.archive, remote: one.remote },
      text.picture(src),
    );
    const same = kept && work.there.get(`${arrival.id}\n${kept.sha256}`);
    if (same) await platform.files.of(workspaceId).remove(kept.key);
    else if (kept) arrival.pictures.push(kept);
    album.set(src, same ? { id: same } : picture);
  }
}
