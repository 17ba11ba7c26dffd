import type { Platform } from '#platform/platform.ts';
import type { OpenFile } from '#platform/storage/file-store.ts';
import type { Content } from './archive.ts';
import type { ArticleImport } from './article-import.ts';

/** What was handed over, as it is kept. */
export const contentOf = (
  platform: Platform,
  workspaceId: string,
  one: Pick<ArticleImport, 'storageKey' | 'bytes'>,
): Content => {
  let file: Promise<OpenFile> | undefined;
  return {
    bytes: one.bytes,
    async read(position, length) {
      file ??= platform.files.of(workspaceId).openFile(one.storageKey!);
      return (await file).read(position, length);
    },
    close: async () => (await file)?.close(),
  };
};
