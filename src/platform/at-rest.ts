import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './crypto.ts';
import { earlierKeys } from './master-key.ts';

/** Where a secret stands. It opens nowhere else: one that is copied into another row, column or workspace is worth nothing. */
export interface Place {
  table: string;
  column: string;
  workspaceId: string;
  rowId: string;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/**
 * A secret that has to be read again (a client secret, the seed of a second factor), as it is kept in the database: AES-256-GCM
 * under a key derived for the workspace, bound to its place. The key's own name stands in front, so that a rotation knows what
 * is still to be done. What is only compared is hashed instead.
 */
export function conceal(masterKey: Uint8Array, place: Place, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(masterKey, place), iv).setAAD(bindingOf(place));
  const content = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return [VERSION, keyId(masterKey), Buffer.concat([iv, content, cipher.getAuthTag()]).toString('base64url')].join('.');
}

/** Throws when it was changed, stands in another place than it was made for, or needs another master key. */
export function reveal(masterKey: Uint8Array, place: Place, kept: string): string {
  const [version, id, content, ...rest] = kept.split('.');
  const key = [masterKey, ...earlierKeys(masterKey)].find((each) => keyId(each) === id);
  if (version !== VERSION || !key || !content || rest.length > 0) {
    throw new Error(`${place.table}.${place.column} was concealed with another key, or not by Portico`);
  }
  const bytes = Buffer.from(content, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error(`${place.table}.${place.column} is cut short`);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(key, place), bytes.subarray(0, IV_BYTES));
  decipher.setAAD(bindingOf(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
}

/** Whether a secret is concealed with this key, and not with an earlier one. */
export const isConcealedWith = (masterKey: Uint8Array, kept: string): boolean =>
  kept.split('.')[1] === keyId(masterKey);

/** The name of a master key: tells nothing about it, and whether a secret was concealed with it. */
export const keyId = (masterKey: Uint8Array): string =>
  deriveKey(masterKey, 'at rest: name of the key').subarray(0, 4).toString('hex');

const keyFor = (masterKey: Uint8Array, { workspaceId }: Place): Buffer => deriveKey(masterKey, 'at rest', workspaceId);

const bindingOf = ({ table, column, workspaceId, rowId }: Place): Buffer =>
  Buffer.from(JSON.stringify([table, column, workspaceId, rowId]));
