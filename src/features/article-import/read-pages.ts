import { type Archive, MOST_WORDS } from './archive.ts';
import { CATEGORIES, categoriesIn, keyOf } from './category-file.ts';
import type { Found, FoundArticle, FoundCategory, FoundText, Problem, Wanted } from './found.ts';
import { asLine, besideText, Refused, shorten } from './found.ts';
import { dateOf, splitHead, standing } from './front-matter.ts';
import { localeOf } from './locale.ts';
import { fromMarkdown } from './markdown.ts';
import { fromElsewhere } from './other-programs.ts';
import { byName, linksIn, picturesIn } from './paths.ts';
import { readHtml } from './read-html.ts';
import { isTakenOut, takenOf } from './taken.ts';
import { type Words, wordsOf } from './words-of.ts';

const MARKDOWN = /\.(mdx?|markdown)$/i;
const HTML = /\.html?$/i;
const LONGEST = 8_000_000;

/** A folder of Markdown, or of HTML pages: a file is an article, its folder the category it is in. */
export async function readPages(archive: Archive, own: string): Promise<Found | null> {
  const paths = [...archive.files.keys()].filter((path) => MARKDOWN.test(path) || HTML.test(path)).sort(byName);
  if (paths.length === 0) return null;
  const root = rootOf(paths);
  const problems: Found['problems'] = [...archive.problems];
  let together = 0;
  const short = paths.filter((path) => {
    const { bytes } = archive.files.get(path)!;
    together += Math.min(bytes, LONGEST);
    if (together > MOST_WORDS) throw new Refused('large');
    if (bytes > LONGEST) problems.push({ kind: 'long', about: path });
    return bytes <= LONGEST;
  });
  const texts = await textsOf(archive, short);
  const pages = short.flatMap((path) => {
    const words = texts.get(path);
    // What is no text is no article, whatever its name ends in.
    if (!words) problems.push({ kind: 'broken', about: path });
    else if (words.guessed) problems.push({ kind: 'charset', about: path });
    return words ? [pageOf(path, path.slice(root.length), words.text, own)] : [];
  });
  const keys = new Map(pages.map(({ path, key }) => [path, key]));
  const articles = new Map<string, FoundArticle>();
  const said = await categoriesIn(archive, root);
  if (said === null) problems.push({ kind: 'broken', about: root + CATEGORIES });
  const categories = new Map<string, FoundCategory>((said ?? []).map((one) => [one.key, one]));
  for (const page of pages) {
    const category = categoryFor(categories, page, own, problems);
    const article = articles.get(page.key) ?? { key: page.key, category, audience: page.audience, texts: [] };
    articles.set(page.key, article);
    article.texts.push({
      ...page.text,
      link: linksIn(page.path, keys, archive),
      picture: picturesIn(page.path, archive),
    });
  }
  problems.push(...unreadIn(pages));
  const format = paths.some((path) => MARKDOWN.test(path)) ? 'markdown' : 'html';
  return {
    format,
    source: format,
    categories: [...categories.values()],
    articles: [...articles.values()],
    problems,
    archive,
  };
}

/** Of what many heads say, each word once. */
function unreadIn(pages: readonly Page[]): Found['problems'] {
  const words = new Map<string, number>();
  for (const word of pages.flatMap(({ unread }) => unread)) words.set(word, (words.get(word) ?? 0) + 1);
  return [...words].map(([word, n]) => ({ kind: 'head', about: asLine(word), n }));
}

interface Page {
  path: string;
  key: string;
  folders: string[];
  /** Words of its head that say nothing here. */
  unread: string[];
  audience: Wanted;
  text: Omit<FoundText, 'link' | 'picture'>;
}

/** Read in the order in which they lie there, each part of the archive once. */
async function textsOf(archive: Archive, paths: string[]): Promise<Map<string, Words | null>> {
  const wanted = new Set(paths);
  const texts = new Map<string, Words | null>();
  for (const path of archive.files.keys()) if (wanted.has(path)) texts.set(path, wordsOf(await archive.read(path)));
  return texts;
}

/** What everything is in counts for nothing: "help-center-main/". */
function rootOf(paths: string[]): string {
  const first = paths[0]!.split('/').slice(0, -1);
  let root = '';
  for (const part of first) {
    if (!paths.every((path) => path.startsWith(`${root}${part}/`))) break;
    // The last folder that all are in is their category, unless there are others beside it.
    if (paths.every((path) => !path.slice(root.length + part.length + 1).includes('/'))) break;
    root += `${part}/`;
  }
  return root;
}

function pageOf(path: string, short: string, raw: string, own: string): Page {
  const { head, unread, body, broken } = splitHead(raw);
  const page = HTML.test(path) ? readHtml(body) : null;
  const bare = short.replace(/\.[^./]+$/, '');
  // guide.de.md is guide.md in German.
  const [, base = bare, suffix] = /^(.*)\.([a-z]{2}(?:-[a-z]{2})?)$/i.exec(bare) ?? [];
  const folders = head.category ?? bare.split('/').slice(0, -1);
  const { live, unclear } = standing(head, new Date());
  const lead = page ? null : headingOf(body);
  const title = head.title || page?.title || lead?.title || titleOfFile(base);
  // The title stands above the text already: twice in a file, it is there once.
  const named = !head.title || head.title.trim() === lead?.title;
  const language = head.language || page?.language || suffix;
  const locale = localeOf(language || own) || own;
  const words = named ? (lead?.rest ?? body) : body;
  // What was taken out of here is in our own words, whatever they look like.
  const elsewhere = page || isTakenOut(raw) ? null : fromElsewhere(words);
  const text = page ? page.body : (elsewhere?.text ?? words);
  const problems: Problem[] = [
    ...unclear.map((about) => ({ kind: 'front-matter', about: asLine(about) }) as const),
    ...(broken ? [{ kind: 'front-matter' } as const] : []),
    ...besideText((head.tags ?? []).filter(Boolean), false, 0),
    ...(elsewhere?.problems ?? []),
  ];
  return {
    path,
    key: shorten(head.id || base, 400),
    folders: folders.filter(Boolean),
    unread,
    audience: audienceOf(head.audience, head.segments),
    text: {
      locale,
      unsaid: !language,
      title,
      summary: head.summary ?? head.description ?? page?.summary ?? '',
      slug: head.slug ?? '',
      // A head that cannot be read may say that nobody is to read it.
      live: live && !broken && !/(^|\/)_drafts\//.test(path),
      updated: dateOf(head.updated ?? head.lastmod ?? head.date),
      html: () => (page ? text : fromMarkdown(text)),
      raw,
      taken: takenOf(raw, locale),
      problems,
    },
  };
}

function audienceOf(said: string | undefined, segments: string[] | undefined): Wanted {
  const names = (segments ?? []).filter(Boolean);
  const plain = (said ?? '').toLowerCase().replaceAll(/[ -]/g, '_');
  if (plain === 'segment' || (names.length > 0 && plain === '')) return { segments: names };
  if (plain === 'public' || plain === 'signed_in' || plain === 'member') return plain;
  if (plain === 'team' || plain === 'internal') return 'member';
  // What it means nobody knows: for the team, who can open it up.
  return plain === '' ? null : { segments: [said!] };
}

/** The first line, when it is a heading of the first level. */
function headingOf(body: string): { title: string; rest: string } | null {
  const start = body.search(/\S/);
  const end = body.indexOf('\n', start);
  const line = body.slice(Math.max(start, 0), end < 0 ? undefined : end).slice(0, 500);
  if (!/^#[ \t]/.test(line)) return null;
  const title = line.slice(1).replaceAll(/[*_`]/g, '').trim();
  return title === '' ? null : { title: title.replace(/ #+$/, ''), rest: end < 0 ? '' : body.slice(end + 1) };
}

const titleOfFile = (path: string): string => {
  const words = (path.split('/').at(-1) ?? '').replaceAll(/[-_]+/g, ' ').trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

/** Two levels: what lies deeper goes into the second. */
function categoryFor(all: Map<string, FoundCategory>, page: Page, own: string, problems: Found['problems']): string {
  const [top = '', second] = page.folders;
  if (page.folders.length > 2) problems.push({ kind: 'deep', about: page.path });
  const add = (key: string, parent: string | null, name: string) => {
    if (!all.has(key))
      all.set(key, {
        key,
        parent,
        texts: new Map([[own, { title: shorten(titled(name), 120), summary: '' }]]),
        audience: null,
      });
    return key;
  };
  const above = add(keyOf([top]) || '/', null, top);
  return second === undefined ? above : add(keyOf([top, second]), above, second);
}

/** A folder's name as a title: as it is written, unless it is written for machines. */
const titled = (name: string): string => (/[A-Z ]/.test(name) ? name : titleOfFile(name));
