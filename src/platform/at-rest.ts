import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey, sha256Hex } from './crypto.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Where a secret is stored. It is bound to its place: copied into another row or column it cannot be read. */
export interface Place {
  table: string;
  column: string;
  workspaceId: string;
  /** The row's id. */
  row: string;
}

/** `keyId.iv+text+tag`: AES-256-GCM under a key that is derived for this one use in this one workspace. */
export function encryptAtRest(master: Uint8Array, place: Place, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyFor(master, place), iv);
  cipher.setAAD(whereAbouts(place));
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${masterKeyId(master)}.${sealed.toString('base64url')}`;
}

/** Throws for what was changed, was made for another place, or under another master key. */
export function decryptAtRest(master: Uint8Array, place: Place, stored: string): string {
  const [keyId, content = '', ...rest] = stored.split('.');
  const bytes = Buffer.from(content, 'base64url');
  if (rest.length > 0 || bytes.length < IV_BYTES + TAG_BYTES) throw new Error('a stored secret is damaged');
  if (keyId !== masterKeyId(master)) throw new Error(`a stored secret needs the master key ${keyId}`);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(master, place), bytes.subarray(0, IV_BYTES));
  decipher.setAAD(whereAbouts(place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

/** Names a master key without telling anything about it: what is stored says under which one it was written. */
export const masterKeyId = (master: Uint8Array): string => sha256Hex(deriveKey(master, 'master key id')).slice(0, 8);

const keyFor = (master: Uint8Array, { table, column, workspaceId }: Place): Buffer =>
  deriveKey(master, `at rest ${table}.${column}`, workspaceId);

const whereAbouts = ({ table, column, workspaceId, row }: Place): Buffer =>
  Buffer.from(JSON.stringify([table, column, workspaceId, row]));
