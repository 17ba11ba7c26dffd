import type { Archive } from './archive.ts';
import type { Leads, Shows } from './found.ts';
import { WIKI } from './wiki-links.ts';

/** As people count: "step 2" before "step 10". */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/** Where a link of one file leads within the archive; undefined for what leads elsewhere, null for nowhere in it. */
export function pathFrom(file: string, href: string): string | null | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//') || href.startsWith('#')) return undefined;
  const [bare = ''] = href.split(/[?#]/);
  let path = bare;
  try {
    path = decodeURIComponent(bare);
  } catch {
    // As it is written, then.
  }
  if (path === '') return undefined;
  const parts = path.startsWith('/') ? [] : file.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/').normalize('NFC');
}

const EXTENSIONS = [
  ...['', '.md', '.mdx', '.markdown', '.html', '.htm'],
  ...['/index.md', '/index.mdx', '/README.md', '/index.html'],
];

const ENDING = /\.(?:mdx?|markdown|html?)$/i;
const named = new WeakMap<Archive, ReadonlyMap<string, string[]>>();
const bare = (path: string): string => path.toLowerCase().replace(ENDING, '');
const nameIn = (path: string): string => bare(path).split('/').at(-1)!;

/** The file that is meant by its name, with some of its folders or none; of several the one that lies highest. Undefined for what is no such name. */
function fileNamed(archive: Archive, href: string): string | null | undefined {
  if (!href.startsWith(WIKI)) return undefined;
  const wanted = bare(asWritten(href)).normalize('NFC');
  const all = named.get(archive) ?? Map.groupBy([...archive.files.keys()], nameIn);
  named.set(archive, all);
  const found = (all.get(nameIn(wanted)) ?? []).filter((path) => `/${bare(path)}`.endsWith(`/${wanted}`));
  return found.sort((one, other) => one.length - other.length)[0] ?? null;
}

/** A link that names a page, as its text has it. */
export function asWritten(href: string): string {
  if (!href.startsWith(WIKI)) return href;
  const [page = ''] = href.slice(WIKI.length).split('#');
  return decodeURIComponent(page);
}

/** Links between files of an archive: to articles by the file they come from. */
export function linksIn(file: string, keys: ReadonlyMap<string, string>, archive: Archive) {
  return (href: string): Leads => {
    const meant = fileNamed(archive, href);
    const path = meant === undefined ? pathFrom(file, href) : meant;
    if (path === undefined) return null;
    if (path === null) return { to: 'dead' };
    const there = EXTENSIONS.map((end) => keys.get(path + end)).find((key) => key !== undefined);
    if (there !== undefined) return { to: 'article', key: there };
    return archive.files.has(path) ? { to: 'file', path } : { to: 'dead' };
  };
}

export function picturesIn(file: string, archive: Archive) {
  return (src: string): Shows => {
    if (/^data:/i.test(src)) return { data: src };
    if (/^https?:/i.test(src)) return { address: src };
    if (src.startsWith('//')) return { address: `https:${src}` };
    const path = fileNamed(archive, src) ?? pathFrom(file, src);
    return path && archive.files.has(path) ? { path } : null;
  };
}
