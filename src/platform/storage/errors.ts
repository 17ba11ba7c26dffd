/**
 * - `full`: the disk or the quota has no room left
 * - `limit`: the content is longer than the caller allows
 * - `missing`: no content under this key (or the key is none of ours)
 * - `damaged`: the stored content is not what was written: shorter than its record says, or changed where that can be told
 */
export type StorageProblem = 'full' | 'limit' | 'missing' | 'damaged';

const STATUS = { full: 507, limit: 413, missing: 404, damaged: 500 } as const;

export class StorageError extends Error {
  readonly problem: StorageProblem;
  /** The HTTP status that tells this problem to a client. */
  readonly status: (typeof STATUS)[StorageProblem];

  constructor(problem: StorageProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.problem = problem;
    this.status = STATUS[problem];
  }
}

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Turns what the file system threw into a StorageError where we know its meaning; anything else stays as it is. */
export function asStorageError(cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (NO_ROOM.has(code)) return new StorageError('full', 'no room left to store the file', { cause });
  if (code === 'ENOENT') return new StorageError('missing', 'no such file in the store', { cause });
  return cause;
}
