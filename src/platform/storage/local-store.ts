import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf, filesBefore, moveDurably, writeNew } from '#platform/storage/durable.ts';
import { asStorageError, StorageError } from '#platform/storage/errors.ts';
import type { FileStore, StagedFile, StoredFile } from '#platform/storage/file-store.ts';
import { safeFileName } from '#platform/storage/names.ts';
import { openContent } from '#platform/storage/read.ts';
import { receive } from '#platform/storage/receive.ts';
import { sniffType } from '#platform/storage/sniff.ts';

const KEY = /^[0-9a-f]{40}$/;

/**
 * Contents as files in `root/staging` and `root/kept/ab/cd/`. Both are on one file system, so that keeping is a rename:
 * a file is there whole or not at all.
 */
export function localFileStore(root: string): FileStore {
  const staging = join(root, 'staging');
  const kept = join(root, 'kept');
  const stagedPath = (key: string) => join(staging, demandKey(key));
  const keptPath = (key: string) => join(kept, demandKey(key).slice(0, 2), key.slice(2, 4), key);

  const store: FileStore = {
    async stage(source, { limit, name }) {
      const key = newKey();
      const received = await known(writeNew(stagedPath(key), (file) => receive(source, file, limit)));
      const { bytes, sha256, head } = received;
      return { staged: true, key, bytes, sha256, type: await sniffType(head), name: safeFileName(name) };
    },

    async keep(staged) {
      const key = newKey();
      await known(moveDurably(stagedPath(staged.key), keptPath(key)));
      return storedFile(staged, key);
    },

    async discard(staged) {
      await rm(stagedPath(staged.key), { force: true });
    },

    async put(source, options) {
      return store.keep(await store.stage(source, options));
    },

    async open(key, range) {
      return known(openContent(keptPath(key), range));
    },

    async remove(key) {
      await rm(keptPath(key), { force: true });
    },

    async sweepStaging(olderThan) {
      let swept = 0;
      for await (const { path, name } of filesBefore(staging, olderThan)) {
        // Whatever else lies there is not ours to delete.
        if (!KEY.test(name)) continue;
        await rm(path, { force: true });
        swept += 1;
      }
      return swept;
    },

    async *keysKeptBefore(olderThan) {
      for await (const outer of entriesOf(kept)) {
        for await (const inner of entriesOf(outer.path)) {
          for await (const { name } of filesBefore(inner.path, olderThan)) if (KEY.test(name)) yield name;
        }
      }
    },
  };
  return store;
}

/** 160 random bits in hex: unguessable, and the same on file systems that ignore case. */
function newKey(): string {
  return randomBytes(20).toString('hex');
}

function storedFile({ bytes, sha256, type, name }: StagedFile, key: string): StoredFile {
  return { key, bytes, sha256, type, name };
}

/** A key comes back from forms, URLs and rows; only what we made ourselves may become part of a path. */
function demandKey(key: string): string {
  if (!KEY.test(key)) throw new StorageError('missing', 'not a key of this store');
  return key;
}

async function known<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw asStorageError(cause);
  });
}
