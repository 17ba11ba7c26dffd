import { z } from 'zod';
import type { Archive } from './archive.ts';
import type { FoundCategory, Wanted } from './found.ts';
import { shorten } from './found.ts';
import { wordsOf } from './words-of.ts';

/** Beside the articles of a folder: what its categories are called in each language, and who reads them. */
export const CATEGORIES = 'categories.json';

const one = z.object({
  path: z.array(z.string().min(1)).min(1).max(2),
  texts: z.record(z.string().max(10), z.object({ title: z.string().min(1), summary: z.string().default('') })),
  icon: z.string().max(40).default('book-open'),
  audience: z.enum(['public', 'signed_in', 'segment', 'member']).default('public'),
  segments: z.array(z.string()).optional(),
});
export type CategoryFile = z.input<typeof one>;

/** The key of a category: the names of the folders it is in. */
export const keyOf = (folders: readonly string[]): string => shorten(folders.slice(0, 2).join('/'), 400);

/** Undefined when there is no such file, null when it is none of ours. */
export async function categoriesIn(archive: Archive, root: string): Promise<FoundCategory[] | null | undefined> {
  const path = root + CATEGORIES;
  if (!archive.files.has(path)) return undefined;
  try {
    const all = z
      .array(one)
      .max(5000)
      .parse(JSON.parse(wordsOf(await archive.read(path))?.text ?? ''));
    return all.map((each) => ({
      key: keyOf(each.path),
      parent: each.path.length === 2 ? keyOf(each.path.slice(0, 1)) : null,
      icon: each.icon,
      audience: wantedOf(each.audience, each.segments ?? []),
      texts: new Map(
        Object.entries(each.texts).map(([locale, { title, summary }]) => [
          locale,
          { title: shorten(title, 120), summary: shorten(summary, 300) },
        ]),
      ),
    }));
  } catch {
    return null;
  }
}

const wantedOf = (audience: 'public' | 'signed_in' | 'segment' | 'member', segments: string[]): Wanted =>
  audience === 'segment' ? { segments } : audience;
