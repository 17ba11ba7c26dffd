import { newId } from '#platform/db/ids.ts';
import { NoAnswer, safeFetch } from '#platform/egress/safe-fetch.ts';
import { barePicture } from '#platform/picture/bare.ts';
import type { Platform } from '#platform/platform.ts';
import type { StoredFile } from '#platform/storage/file-store.ts';
import type { Archive } from './archive.ts';
import { Refused, type Shows } from './found.ts';
import type { Picture } from './prepare.ts';

const LARGEST = 20 * 1024 * 1024;
const DATA = /^data:image\/[a-z0-9.+-]{1,40};base64,/i;

/** A picture that was kept for an article, for the row that is made of it. */
export interface Kept extends StoredFile {
  id: string;
  width: number;
  height: number;
}

export interface Album {
  platform: Platform;
  workspaceId: string;
  archive: Archive;
  /** Whether somebody said that pictures may be fetched from where they are. */
  remote: boolean;
}

/** Keeps a picture of a text, from wherever it is. It is one when its content says so, whatever it is called, and where it was taken stays out. */
export async function keepPicture(album: Album, shows: Shows): Promise<{ picture: Picture; kept?: Kept }> {
  const content = await contentOf(album, shows);
  if (typeof content === 'string') return { picture: { problem: content } };
  if (content.bytes.length > LARGEST) return { picture: { problem: 'picture-large' } };
  const bare = barePicture(content.bytes);
  if (!bare) return { picture: { problem: 'picture-kind' } };
  const files = album.platform.files.of(album.workspaceId);
  const file = await files.put(once(bare.content), { limit: bare.content.length, name: content.name });
  const { width, height } = bare;
  const id = newId();
  return { picture: { id }, kept: { ...file, id, width, height } };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Missing = 'picture-missing' | 'picture-remote' | 'picture-large' | 'picture-kind';

async function contentOf(album: Album, shows: Shows): Promise<{ bytes: Uint8Array; name: string } | Missing> {
  if (!shows) return 'picture-missing';
  if ('address' in shows) return album.remote ? fetched(album, shows.address) : 'picture-remote';
  if ('data' in shows) {
    if (!DATA.test(shows.data.slice(0, 100))) return 'picture-kind';
    return { bytes: Buffer.from(shows.data.slice(shows.data.indexOf(',') + 1), 'base64'), name: 'picture' };
  }
  const { bytes } = album.archive.files.get(shows.path)!;
  if (bytes > LARGEST) return 'picture-large';
  try {
    return { bytes: await album.archive.read(shows.path), name: shows.path.split('/').at(-1) || 'picture' };
  } catch (error) {
    if (error instanceof Refused) return 'picture-missing';
    throw error;
  }
}

async function fetched({ platform }: Album, address: string): Promise<{ bytes: Uint8Array; name: string } | Missing> {
  try {
    const answer = await safeFetch(platform.config, address, { mostBytes: LARGEST, redirects: 3, timeoutMs: 15_000 });
    if (answer.status !== 200) return 'picture-missing';
    return { bytes: answer.body, name: new URL(answer.url).pathname.split('/').at(-1) || 'picture' };
  } catch (error) {
    if (error instanceof NoAnswer) return error.why === 'large' ? 'picture-large' : 'picture-missing';
    throw error;
  }
}

const SHOWN = /\.(png|jpe?g|gif|webp|avif)$/i;

/** What would become of it, by its name only: nothing is read and nothing is fetched. */
export function expectPicture(album: Pick<Album, 'archive' | 'remote'>, shows: Shows, id: string): Picture {
  if (!shows) return { problem: 'picture-missing' };
  if ('address' in shows) return album.remote ? { id } : { problem: 'picture-remote' };
  if ('data' in shows) return DATA.test(shows.data.slice(0, 100)) ? { id } : { problem: 'picture-kind' };
  if (album.archive.files.get(shows.path)!.bytes > LARGEST) return { problem: 'picture-large' };
  return SHOWN.test(shows.path) ? { id } : { problem: 'picture-kind' };
}
