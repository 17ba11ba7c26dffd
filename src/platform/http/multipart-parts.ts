import { addAbortSignal, type Readable } from 'node:stream';
import type { Entry, FormFile } from '#platform/http/form.ts';
import { FormError } from '#platform/http/form-error.ts';
import type { FormLimits } from '#platform/http/form-limits.ts';
import { decodeText, printable, TextBudget } from '#platform/http/form-text.ts';
import { StorageError } from '#platform/storage/errors.ts';
import type { FileStore } from '#platform/storage/file-store.ts';
import { safeFileName } from '#platform/storage/names.ts';

/** What receiving a form needs of a store. */
export type StagingStore = Pick<FileStore, 'stage' | 'discard'>;

/** The parts of one multipart body while they arrive. The first failure stops all of them. */
export class MultipartParts {
  readonly #store: StagingStore;
  readonly #limits: FormLimits;
  readonly #budget: TextBudget;
  readonly #failure = new AbortController();
  readonly #entries: Promise<Entry>[] = [];
  readonly #files: Promise<FormFile>[] = [];
  readonly #unchosen: Promise<void>[] = [];
  readonly #texts: Readable[] = [];

  constructor(store: StagingStore, limits: FormLimits) {
    this.#store = store;
    this.#limits = limits;
    this.#budget = new TextBudget(limits);
  }

  /** Aborted by the first failure, which is its reason. */
  get failed(): AbortSignal {
    return this.#failure.signal;
  }

  fail(cause: unknown): void {
    this.#failure.abort(cause);
  }

  /** Starts to receive a part. A text field has no file name, a file input left empty has an empty one. */
  take(name: string | undefined, content: Readable, fileName: string | undefined): void {
    // The error is seen by whoever reads the part; this one is for parts nobody reads any more.
    content.on('error', () => {});
    try {
      this.failed.throwIfAborted();
      this.#start(partName(name), content, fileName);
    } catch (error) {
      content.resume();
      this.fail(error);
    }
  }

  async received(): Promise<[Entry[], FormFile[]]> {
    await Promise.all(this.#unchosen);
    return Promise.all([Promise.all(this.#entries), Promise.all(this.#files)]);
  }

  /** The fields that had arrived whole. Only after a failure; what is still on its way is not waited for. */
  async read(): Promise<Entry[]> {
    const turn = new Promise<undefined>((resolve) => setImmediate(() => setImmediate(resolve, undefined)));
    const entries = await Promise.all(this.#entries.map((entry) => Promise.race([entry.catch(() => undefined), turn])));
    for (const text of this.#texts) text.destroy();
    return entries.filter((entry) => entry !== undefined);
  }

  /** Waits until nothing writes any more, then removes what was staged. Only after a failure. */
  async discard(): Promise<void> {
    const files = await Promise.allSettled(this.#files);
    await Promise.all(files.map(async (file) => file.status === 'fulfilled' && this.#store.discard(file.value)));
  }

  /** Limits on the number of parts are checked here, at once: one piece of a body can hold a thousand parts. */
  #start(field: string, content: Readable, fileName: string | undefined): void {
    if (fileName === undefined) this.#budget.field(field);
    if (fileName && this.#files.length >= this.#limits.files) {
      throw new FormError('too-many-files', { limit: this.#limits.files });
    }
    if (fileName === undefined) {
      // Not ended by a failure elsewhere: it may have arrived whole, and nobody has looked yet.
      this.#texts.push(content);
      this.#track(this.#entries, this.#text(field, content));
      return;
    }
    addAbortSignal(this.failed, content);
    if (fileName) this.#track(this.#files, this.#file(field, content, fileName));
    else this.#track(this.#unchosen, expectEmpty(content));
  }

  /** Keeps the order of arrival, whatever finishes first. */
  #track<T>(list: Promise<T>[], part: Promise<T>): void {
    part.catch((cause: unknown) => this.fail(cause));
    list.push(part);
  }

  async #text(field: string, content: Readable): Promise<Entry> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of content as AsyncIterable<Uint8Array>) {
      this.#budget.bytes(field, length, chunk.byteLength);
      length += chunk.byteLength;
      chunks.push(chunk);
    }
    return [field, decodeText(Buffer.concat(chunks), field)];
  }

  async #file(field: string, content: Readable, fileName: string): Promise<FormFile> {
    const { fileBytes } = this.#limits;
    try {
      const staged = await this.#store.stage(content, { limit: fileBytes, name: fileName });
      return { ...staged, field };
    } catch (cause) {
      if (!(cause instanceof StorageError && cause.problem === 'limit')) throw cause;
      throw new FormError('file-too-large', {
        field: printable(field),
        fileName: safeFileName(fileName),
        limit: fileBytes,
      });
    }
  }
}

async function expectEmpty(content: Readable): Promise<void> {
  for await (const _ of content) throw new FormError('malformed');
}

/** Names come decoded, with U+FFFD for what was not UTF-8; no form of ours has a name with one. */
function partName(name: string | undefined): string {
  if (name === undefined || name === '') throw new FormError('malformed');
  if (name.includes('\0')) throw new FormError('null-byte', { field: printable(name) });
  if (name.includes('\ufffd')) throw new FormError('not-utf8', { field: printable(name) });
  return name;
}
