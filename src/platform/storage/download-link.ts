import { sign, verify } from '#platform/crypto.ts';
import type { Disposition } from '#platform/storage/disposition.ts';

export interface DownloadGrant {
  /** Id of the file's row. */
  file: string;
  /** Whom it was given to. Use the session's id, so that the link ends with the session. */
  reader: string;
  disposition: Disposition;
}

export const DOWNLOAD_MINUTES = 5;

/** A token for one file, one reader and one disposition, good for five minutes. */
export function signDownload(key: Uint8Array, { file, reader, disposition }: DownloadGrant, now: Date): string {
  return sign(key, [file, reader, disposition], new Date(now.getTime() + DOWNLOAD_MINUTES * 60_000));
}

/**
 * Whether the token grants exactly this. A token is a second wall, not the first: the route still looks the file up
 * through the reader, so that access withdrawn a second ago is refused although the token is fresh.
 */
export function admitsDownload(key: Uint8Array, token: string, wanted: DownloadGrant, now: Date): boolean {
  const result = verify(key, token, now);
  if (!result.ok || !Array.isArray(result.payload)) return false;
  const [file, reader, disposition] = result.payload;
  return file === wanted.file && reader === wanted.reader && disposition === wanted.disposition;
}
