import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { keyId } from '#platform/at-rest.ts';
import { deriveKey } from '#platform/crypto.ts';
import { earlierKeys } from '#platform/master-key.ts';
import { HEADER_BYTES } from '#platform/storage/encrypted-format.ts';
import { StorageError } from '#platform/storage/errors.ts';

/** Whose content it is, and under which key it is kept: its file opens in no other workspace and under no other name. */
export interface Binding {
  workspaceId: string;
  key: string;
}

const MAGIC = Buffer.from('PORTICO\x01', 'latin1');
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 4;
const SLOT_BYTES = MAGIC.length + ID_BYTES + IV_BYTES + KEY_BYTES + TAG_BYTES;
/** Two places for the wrapped key, in sectors of their own: a rotation writes the free one before it empties the other. */
const SLOTS = [0, HEADER_BYTES / 2] as const;

export const newFileKey = (): Buffer => randomBytes(KEY_BYTES);

/** The header of a new file: its key, wrapped by the master key. */
export function headerFor(masterKey: Uint8Array, binding: Binding, fileKey: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  wrap(masterKey, binding, fileKey).copy(header, SLOTS[0]);
  return header;
}

function wrap(masterKey: Uint8Array, binding: Binding, fileKey: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(masterKey, binding), iv).setAAD(bytesOf(binding));
  const wrapped = Buffer.concat([cipher.update(fileKey), cipher.final()]);
  return Buffer.concat([MAGIC, Buffer.from(keyId(masterKey), 'hex'), iv, wrapped, cipher.getAuthTag()]);
}

/** The file's own key. Throws `damaged` when no slot of the header opens: changed, bound elsewhere, or of a key we lack. */
export async function readFileKey(file: FileHandle, masterKey: Uint8Array, binding: Binding): Promise<Buffer> {
  const found = await slotsOf(file, masterKey, binding);
  if (found[0]) return found[0].fileKey;
  throw new StorageError('damaged', 'the key of the file does not open: changed, or wrapped by another master key');
}

interface Slot {
  at: number;
  id: string;
  fileKey: Buffer;
}

async function slotsOf(file: FileHandle, masterKey: Uint8Array, binding: Binding): Promise<Slot[]> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
  const header = buffer.subarray(0, bytesRead);
  return SLOTS.map((at) => unwrap(header.subarray(at, at + SLOT_BYTES), at, masterKey, binding)).filter(
    (slot) => slot !== undefined,
  );
}

function unwrap(slot: Buffer, at: number, masterKey: Uint8Array, binding: Binding): Slot | undefined {
  if (slot.length < SLOT_BYTES || !slot.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const [idAt, ivAt] = [MAGIC.length, MAGIC.length + ID_BYTES];
  const id = slot.subarray(idAt, ivAt).toString('hex');
  const master = [masterKey, ...earlierKeys(masterKey)].find((each) => keyId(each) === id);
  if (!master) return undefined;
  const iv = slot.subarray(ivAt, ivAt + IV_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', wrappingKey(master, binding), iv, { authTagLength: TAG_BYTES });
  decipher.setAAD(bytesOf(binding)).setAuthTag(slot.subarray(-TAG_BYTES));
  try {
    const fileKey = decipher.update(slot.subarray(ivAt + IV_BYTES, -TAG_BYTES));
    decipher.final();
    return { at, id, fileKey };
  } catch {
    return undefined;
  }
}

/**
 * Wraps the file's key anew, where an earlier master key had wrapped it. In place: a content of gigabytes is not written
 * again, and at every moment, a power cut included, one of the two slots opens. Says whether there was something to do.
 */
export async function rewrapFileKey(file: FileHandle, masterKey: Uint8Array, binding: Binding): Promise<boolean> {
  const slots = await slotsOf(file, masterKey, binding);
  const [first] = slots;
  if (!first) throw new StorageError('damaged', 'the key of the file does not open');
  const current = slots.find(({ id }) => id === keyId(masterKey));
  const stale = slots.filter((slot) => slot !== current);
  if (current && stale.length === 0) return false;
  // The other slot may hold an earlier key, too: of a rotation that was stopped between its two steps before this one began.
  const written = current ? current.at : SLOTS.find((at) => at !== first.at)!;
  if (!current) await put(file, wrap(masterKey, binding, first.fileKey), written);
  for (const { at } of stale) if (at !== written) await put(file, Buffer.alloc(SLOT_BYTES), at);
  return true;
}

async function put(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  await file.write(bytes, 0, bytes.length, at);
  await file.sync();
}

const wrappingKey = (masterKey: Uint8Array, { workspaceId }: Binding): Buffer =>
  deriveKey(masterKey, 'files at rest', workspaceId);

const bytesOf = ({ workspaceId, key }: Binding): Buffer => Buffer.from(JSON.stringify(['file', workspaceId, key]));
