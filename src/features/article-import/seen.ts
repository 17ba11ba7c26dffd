import type { Standing } from '#features/knowledge/index.ts';
import { type ArticleImport, type Counts, nothing, type Seen } from './article-import.ts';
import type { Readers } from './audience.ts';
import { targetsOf } from './batch.ts';
import type { Found, FoundText, Problem, ProblemKind, Shows } from './found.ts';
import { type Known, lackedBy, type Outcome, outcomeOf } from './known.ts';
import { isLess } from './lacks.ts';
import { expectPicture } from './pictures.ts';
import { type Picture, picturesOf, prepare } from './prepare.ts';
import { digestOf, meantBy, wantedOf } from './readers-here.ts';
import { saidBefore } from './still-here.ts';

/** What is here before an import. */
export interface Before {
  known: Known;
  /** How our articles stand that the source is about. */
  here: ReadonlyMap<string, Standing>;
  languages: ReadonlySet<string>;
  readers: (wanted: Found['articles'][number]['audience']) => Readers;
  categories: ReadonlySet<string>;
  titles: ReadonlySet<string>;
}

const EXAMPLES = 60;
const FILES = 500;
const STAND_IN = '00000000-0000-7000-8000-000000000000';

/** What would become of all that a source holds: of each text, and of each file that is none. */
export function seenIn(one: ArticleImport, found: Found, before: Before): Seen {
  const sight = new Sight(one, found, before);
  const shelves = new Map(found.categories.map((category) => [category.key, category]));
  for (const article of found.articles) {
    const there = new Set<string>();
    const { problem } = before.readers(article.audience);
    if (problem) sight.note(article.texts[0]?.title ?? '', problem);
    const here = before.here.get(before.known.articles.get(article.key) ?? '');
    const wanted = wantedOf(shelves, article);
    const meant = { article, meant: wanted.map((each) => meantBy(before.readers(each))), digest: digestOf(wanted) };
    for (const text of article.texts) {
      const refusal = !before.languages.has(text.locale) ? 'language' : there.has(text.locale) ? 'twice' : null;
      there.add(text.locale);
      if (refusal) sight.note(text.title, { kind: refusal, about: text.locale });
      const outcome = refusal ? 'left' : outcomeOf(found, before.known, article, text);
      sight.see(text, outcome, outcome === 'same' ? lackedBy(before.known, article, text) : undefined);
      const coming = { outcome, isLiveThere: text.live, locale: text.locale, comesLive: text.live && !one.drafts };
      for (const kind of here ? saidBefore(meant, before.known, here, coming) : []) sight.note(text.title, { kind });
    }
  }
  return sight.seen();
}

class Sight {
  readonly #counts: Counts = { ...nothing };
  readonly #languages = new Map<string, number>();
  #unsaid = 0;
  readonly #problems = new Map<ProblemKind, number>();
  readonly #examples: Seen['examples'] = [];
  readonly #remote = new Set<string>();
  /** Files of the archive that are something here, and names of those that a text has lost already. */
  readonly #used: Set<string>;
  readonly #attached = new Set<string>();
  readonly #found: Found;
  readonly #targets: (key: string) => string | undefined;

  constructor(one: ArticleImport, found: Found, before: Before) {
    this.#found = found;
    this.#used = new Set(found.archive.opened);
    this.#targets = targetsOf({ one, found, known: before.known });
    const isNew = ({ key, texts }: Found['categories'][number]) =>
      !before.categories.has(key) && ![...texts.values()].some(({ title }) => before.titles.has(title.toLowerCase()));
    this.#counts.categories = found.categories.filter(isNew).length;
  }

  note(title: string, { kind, about, n = 1 }: Problem): void {
    this.#problems.set(kind, (this.#problems.get(kind) ?? 0) + n);
    if (this.#examples.length < EXAMPLES) this.#examples.push({ title, kind, ...(about ? { about } : {}) });
  }

  see(text: FoundText, outcome: Outcome, lacked?: Problem[]): void {
    if (text.unsaid) this.#unsaid += 1;
    const raw = text.html();
    const pictures = new Map(picturesOf(raw).map((src) => [src, text.picture(src)] as const));
    for (const shows of pictures.values()) if (shows && 'path' in shows) this.#used.add(shows.path);
    if (outcome === 'kept') this.note(text.title, { kind: 'changed-here' });
    if (outcome === 'made' || outcome === 'changed') this.#expect(text, raw, pictures, outcome);
    else if (lacked) this.#expectMore(text, raw, pictures, lacked);
    else this.#counts[outcome] += 1;
  }

  /** A text that is as it was, and may get what it went without. */
  #expectMore(text: FoundText, raw: string, pictures: ReadonlyMap<string, Shows>, lacked: Problem[]): void {
    const { problems } = prepare(this.#found, text, raw, this.#pictures(pictures), this.#targets);
    if (isLess(problems, lacked)) {
      this.#expect(text, raw, pictures, 'changed');
      return;
    }
    if (lacked.some(({ kind }) => kind === 'picture-remote')) this.#elsewhere(pictures);
    for (const each of lacked) this.note(text.title, each);
    this.#counts.same += 1;
  }

  #elsewhere(pictures: ReadonlyMap<string, Shows>): void {
    for (const shows of pictures.values()) if (shows && 'address' in shows) this.#remote.add(shows.address);
  }

  #pictures(pictures: ReadonlyMap<string, Shows>): Map<string, Picture> {
    const album = { archive: this.#found.archive, remote: false };
    return new Map([...pictures].map(([src, shows]) => [src, expectPicture(album, shows, STAND_IN)]));
  }

  #expect(text: FoundText, raw: string, pictures: ReadonlyMap<string, Shows>, outcome: Outcome): void {
    this.#elsewhere(pictures);
    const expected = this.#pictures(pictures);
    this.#counts.pictures += [...expected.values()].filter((picture) => 'id' in picture).length;
    const link = (href: string) => {
      const leads = text.link(href);
      if (leads?.to === 'file' && leads.path) this.#used.add(leads.path);
      return leads;
    };
    const ready = prepare(this.#found, { ...text, link }, raw, expected, this.#targets);
    for (const each of ready.problems) {
      this.note(ready.title, each);
      if (each.kind === 'file' && each.about) this.#attached.add(each.about);
    }
    this.#counts[ready.left ? 'left' : outcome] += 1;
    this.#languages.set(text.locale, (this.#languages.get(text.locale) ?? 0) + 1);
  }

  seen(): Seen {
    const files = [...this.#found.problems, ...this.#unused()];
    for (const { kind, n = 1 } of files) this.#problems.set(kind, (this.#problems.get(kind) ?? 0) + n);
    return {
      counts: this.#counts,
      articles: this.#found.articles.length,
      unsaid: this.#unsaid,
      languages: [...this.#languages].sort((a, b) => b[1] - a[1]),
      remote: this.#remote.size,
      problems: [...this.#problems].sort((a, b) => b[1] - a[1]),
      files: firstOf(files),
      examples: this.#examples,
    };
  }

  /** Files that were handed over and become nothing. */
  *#unused(): Generator<Seen['files'][number]> {
    const said = new Set(this.#found.problems.map(({ about }) => about));
    for (const path of this.#found.archive.files.keys())
      if (!this.#used.has(path) && !said.has(path) && !this.#attached.has(path.split('/').at(-1)!))
        yield { kind: 'unused', about: path };
  }
}

/** The first by their names, and how many more there are of each kind. */
function firstOf(files: Seen['files']): Seen['files'] {
  const more = new Map<ProblemKind, number>();
  for (const { kind, n = 1 } of files.slice(FILES)) more.set(kind, (more.get(kind) ?? 0) + n);
  return [...files.slice(0, FILES), ...[...more].map(([kind, n]) => ({ kind, about: '…', n }))];
}
