import { createHash, randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { convertContent } from '#platform/storage/convert.ts';
import { entriesOf, filesBefore, moveDurably, writeNew } from '#platform/storage/durable.ts';
import { encryptedWriter } from '#platform/storage/encrypted-writer.ts';
import { asStorageError, StorageError } from '#platform/storage/errors.ts';
import { rewrapFileKey } from '#platform/storage/file-key.ts';
import type { FileStore, FileStores, Form, StagedFile, StoredFile } from '#platform/storage/file-store.ts';
import { safeFileName } from '#platform/storage/names.ts';
import { readContent } from '#platform/storage/read.ts';
import { receive } from '#platform/storage/receive.ts';
import { sniffType } from '#platform/storage/sniff.ts';
import { ENCRYPTED, openEither } from '#platform/storage/stored-content.ts';

const KEY = /^[0-9a-f]{40}$/;

/**
 * Contents as files in `root/staging` and `root/kept/ab/cd/`, those that are encrypted with `.enc` behind their key. Both are
 * on one file system, so that keeping is a rename: a file is there whole or not at all.
 */
export function localFileStore(root: string, masterKey: Uint8Array, form: Form): FileStores {
  const staging = join(root, 'staging');
  const kept = join(root, 'kept');
  const stagedPath = (key: string) => join(staging, demandKey(key));
  const keptPath = (key: string) => join(kept, demandKey(key).slice(0, 2), key.slice(2, 4), key);
  const suffix = form === 'encrypted' ? ENCRYPTED : '';

  /** The clear one first: whoever converts the content meanwhile puts the new one there before they take the old one away. */
  const remove = async (key: string) => {
    await rm(keptPath(key), { force: true });
    await rm(keptPath(key) + ENCRYPTED, { force: true });
  };

  const of = (workspaceId: string): FileStore => {
    const bindingOf = (key: string) => ({ workspaceId, key });
    const store: FileStore = {
      async stage(source, { limit, name }) {
        const key = newKey();
        const received = await known(
          writeNew(stagedPath(key) + suffix, async (file) => {
            if (form === 'clear') return receive(source, file, limit);
            const sink = await encryptedWriter(file, masterKey, bindingOf(keptAs(key)));
            const whole = await receive(source, sink, limit);
            await sink.end();
            return whole;
          }),
        );
        const { bytes, sha256, head } = received;
        return { staged: true, key, bytes, sha256, type: await sniffType(head), name: safeFileName(name) };
      },

      async keep(staged) {
        const key = keptAs(demandKey(staged.key));
        await known(moveDurably(stagedPath(staged.key) + suffix, keptPath(key) + suffix));
        return storedFile(staged, key);
      },

      async discard(staged) {
        await rm(stagedPath(staged.key) + suffix, { force: true });
      },

      async put(source, options) {
        return store.keep(await store.stage(source, options));
      },

      async open(key, range) {
        const path = keptPath(key);
        return known(readContent(() => openEither(path, masterKey, bindingOf(key)), range));
      },

      async openFile(key) {
        const content = await known(openEither(keptPath(key), masterKey, bindingOf(key)));
        return { read: (position, length) => known(content.read(position, length)), close: content.close };
      },

      remove,

      async convert(key, to, sha256) {
        const part = stagedPath(newKey());
        return known(convertContent({ path: keptPath(key), part, masterKey, binding: bindingOf(key) }, to, sha256));
      },

      async rewrap(key) {
        const file = await open(keptPath(key) + ENCRYPTED, 'r+').catch(ignoreAbsent);
        if (!file) return false;
        try {
          return await rewrapFileKey(file, masterKey, bindingOf(key));
        } finally {
          await file.close();
        }
      },
    };
    return store;
  };

  return {
    of,
    remove,

    async sweepStaging(olderThan) {
      let swept = 0;
      for await (const { path, name } of filesBefore(staging, olderThan)) {
        // Whatever else lies there is not ours to delete.
        if (!KEY.test(withoutSuffix(name))) continue;
        await rm(path, { force: true });
        swept += 1;
      }
      return swept;
    },

    async *keysKeptBefore(olderThan) {
      for await (const outer of entriesOf(kept)) {
        for await (const inner of entriesOf(outer.path)) {
          for await (const { name } of filesBefore(inner.path, olderThan)) {
            const key = withoutSuffix(name);
            if (KEY.test(key)) yield key;
          }
        }
      }
    },
  };
}

/** 160 random bits in hex: unguessable, and the same on file systems that ignore case. */
function newKey(): string {
  return randomBytes(20).toString('hex');
}

/** The permanent key of a staged content, known while it is received: an encrypted one is bound to it. */
function keptAs(staged: string): string {
  return createHash('sha256').update(`kept ${staged}`).digest('hex').slice(0, 40);
}

function withoutSuffix(name: string): string {
  return name.endsWith(ENCRYPTED) ? name.slice(0, -ENCRYPTED.length) : name;
}

function storedFile({ bytes, sha256, type, name }: StagedFile, key: string): StoredFile {
  return { key, bytes, sha256, type, name };
}

/** A key comes back from forms, URLs and rows; only what we made ourselves may become part of a path. */
function demandKey(key: string): string {
  if (!KEY.test(key)) throw new StorageError('missing', 'not a key of this store');
  return key;
}

function ignoreAbsent(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause;
}

async function known<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw asStorageError(cause);
  });
}
