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

/** A content that is read in pieces and in any order; it is open until it is closed. */
export interface OpenFile {
  /** At least one and at most so many bytes from there. Throws `damaged` when there are none, or when they were changed. */
  read(position: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Where the contents of one workspace live. Every method that writes throws StorageError `full` when there is no room, and
 * leaves nothing behind when it fails. An encrypted content opens for the workspace it was written for, and no other.
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
  /** Throws `missing`, or `damaged` when the content ends before the range does or can be told to be another. */
  open(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** For what is no stream, such as the parts of a zip: opening it costs more than reading some of it. Throws as `open`. */
  openFile(key: string): Promise<OpenFile>;
  /** Does nothing when there is no such content. */
  remove(key: string): Promise<void>;
  /** Writes a kept content anew, encrypted or clear; throws `damaged`, and leaves it, when it is not the one of this sha256. */
  convert(key: string, to: Form, sha256: string): Promise<'done' | 'already' | 'missing'>;
  /** Wraps the content's key anew where an earlier master key did; says whether there was something to do. */
  rewrap(key: string): Promise<boolean>;
}

export type Form = 'encrypted' | 'clear';

/** The contents of all workspaces. */
export interface FileStores {
  of(workspaceId: string): FileStore;
  /** Of whichever workspace. Does nothing when there is no such content. */
  remove(key: string): Promise<void>;
  /** Removes staged contents last written to before this time and tells how many; run it by a job. */
  sweepStaging(olderThan: Date): Promise<number>;
  /** Permanent keys kept before this time, so that a job can remove those no row knows (a rolled back transaction). */
  keysKeptBefore(olderThan: Date): AsyncIterable<string>;
}
