import type { Platform } from '#platform/platform.ts';
import type { Content } from './archive.ts';
import type { ArticleImport } from './article-import.ts';

/** What was handed over, as it is kept. */
export const contentOf = (
  platform: Platform,
  workspaceId: string,
  one: Pick<ArticleImport, 'storageKey' | 'bytes'>,
): Content => ({
  bytes: one.bytes,
  async *open(start, end) {
    const stream = await platform.files.of(workspaceId).open(one.storageKey!, { start, end });
    yield* stream as unknown as AsyncIterable<Uint8Array>;
  },
});
