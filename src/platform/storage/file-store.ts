/** Bytes in order, read once: a web ReadableStream, a Node Readable, an async generator. */
export type ByteSource = AsyncIterable<Uint8Array>;

/** First and last byte, both included, as HTTP counts them. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredFile {
  /** Random, unguessable, never derived from the name; safe in a path. */
  key: string;
  bytes: number;
  /** Lower-case hex of the content. */
  sha256: string;
  /** Media type found in the content, never what the client claimed. */
  type: string;
  /** For people only, already passed through `safeFileName`. */
  name: string;
}

/** Received whole and durable, but not yet part of the product: not readable by `open` until it is kept. */
export interface StagedFile extends StoredFile {
  readonly staged: true;
}

export interface StageOptions {
  /** Largest content accepted, in bytes; counted while writing, whatever a header promised. */
  limit: number;
  /** The name the sender gave, as it came. */
  name: string;
}

/**
 * Where contents live. Every method that writes throws StorageError `full` when there is no room, and leaves nothing
 * behind when it fails.
 */
export interface FileStore {
  /** Receives a content into staging. Throws `limit`; rethrows what the source throws (a cut-off upload). */
  stage(source: ByteSource, options: StageOptions): Promise<StagedFile>;
  /** Moves a staged content to its permanent key, which differs from the staged one. Throws `missing` the second time. */
  keep(staged: StagedFile): Promise<StoredFile>;
  /** Drops a staged content; does nothing when it was kept or swept already. */
  discard(staged: StagedFile): Promise<void>;
  /** `stage` and `keep` in one step, for content the product makes itself. */
  put(source: ByteSource, options: StageOptions): Promise<StoredFile>;
  /** Throws `missing`, or `damaged` when the content ends before the range does. */
  open(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Does nothing when there is no such content. */
  remove(key: string): Promise<void>;
  /** Removes staged contents last written to before this time and tells how many; run it by a job. */
  sweepStaging(olderThan: Date): Promise<number>;
  /** Permanent keys kept before this time, so that a job can remove those no row knows (a rolled back transaction). */
  keysKeptBefore(olderThan: Date): AsyncIterable<string>;
}
