import { type Archive, type Content, MOST_WORDS, openZip, singleFile, wholeOf } from './archive.ts';
import { type Format, type Found, Refused } from './found.ts';
import { readFreshdesk } from './freshdesk.ts';
import { readPages } from './read-pages.ts';
import { readZendesk } from './zendesk.ts';

const MOST_ARTICLES = 50_000;
/** Texts of one article: there are not so many languages. */
export const PLACES = 100;

/** What a file holds: a zip with a help center in it, or one page or one answer alone. Which of them it is, it says itself. */
export async function readSource(content: Content, name: string, own: string, format?: Format | null): Promise<Found> {
  const found = await readAs(await archiveOf(content, name), own, format ?? null);
  if (!found || found.articles.length === 0) throw new Refused('nothing');
  if (found.articles.length > MOST_ARTICLES) throw new Refused('many');
  for (const { key, texts } of found.articles) {
    const over = texts.splice(PLACES);
    if (over.length > 0) found.problems.push({ kind: 'texts', about: texts[0]?.title || key, n: over.length });
  }
  return found;
}

const SINGLE = /\.(json|mdx?|markdown|html?)$/i;

async function archiveOf(content: Content, name: string): Promise<Archive> {
  if (!SINGLE.test(name)) return openZip(content);
  if (content.bytes > MOST_WORDS) throw new Refused('large');
  return singleFile(name, await wholeOf(content, 0, content.bytes));
}

async function readAs(archive: Archive, own: string, format: Format | null): Promise<Found | null> {
  if (format === 'zendesk') return readZendesk(archive);
  if (format === 'freshdesk') return readFreshdesk(archive, own);
  if (format !== null) return readPages(archive, own);
  const hasJson = [...archive.files.keys()].some((path) => /\.json$/i.test(path));
  const api = hasJson ? ((await readZendesk(archive)) ?? (await readFreshdesk(archive, own))) : null;
  return api ?? readPages(archive, own);
}
