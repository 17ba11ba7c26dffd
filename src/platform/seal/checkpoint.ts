import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deriveKey } from '../crypto.ts';
import { earlierKeys } from '../master-key.ts';
import { OperatorError } from '../operator-error.ts';
import type { Platform } from '../platform.ts';

/** The head of a workspace's tree, as C2SP's tlog-checkpoint has it. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
}

const ED25519 = Buffer.of(1);
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const NOTE = /^([^\s+]+)\n([1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n((?:— [^\s+]+ [A-Za-z0-9+/=]+\n)+)$/;
const KEY = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/;

/** The name of one workspace's log, and of the key in its signatures. */
export const originOfLog = (workspaceId: string): string => `portico/${workspaceId}`;

/** The installation's key for seals; it changes only with the master key. */
export function sealKey(masterKey: Uint8Array): KeyObject {
  const der = Buffer.concat([PRIVATE_PREFIX, deriveKey(masterKey, 'seal')]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** The public half, 32 bytes. */
export const publicHalf = (key: KeyObject): Buffer =>
  Buffer.from(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length));

/** Where the public halves of keys are kept that the installation no longer has. */
const retiredFile = (dataDir: string): string => path.join(dataDir, 'seals', 'earlier-keys.txt');

/** The public keys whose seals this installation stands by: of its master key, of earlier ones, and of those it has forgotten. */
export async function trustedSealKeys(platform: Pick<Platform, 'masterKey' | 'config'>): Promise<Buffer[]> {
  const own = [platform.masterKey, ...earlierKeys(platform.masterKey)].map((key) => publicHalf(sealKey(key)));
  return [...own, ...readVerifierKeys(await readFile(retiredFile(platform.config.dataDir), 'utf8').catch(() => ''))];
}

/** What an auditor is given for one log: the keys of all its seals, the present one first. After a rotation there are several. */
export async function verifierKeysOf(
  platform: Pick<Platform, 'masterKey' | 'config'>,
  workspaceId: string,
): Promise<string[]> {
  const origin = originOfLog(workspaceId);
  return [...new Set((await trustedSealKeys(platform)).map((key) => verifierKey(origin, key)))];
}

/** Writes down the public halves of keys that are about to be forgotten, so that their seals can be checked for ever. */
export async function retireSealKeys(dataDir: string, masterKeys: readonly Uint8Array[]): Promise<void> {
  const lines = masterKeys.map((key) => `${verifierKey('portico', publicHalf(sealKey(key)))}\n`);
  await mkdir(path.dirname(retiredFile(dataDir)), { recursive: true });
  await appendFile(retiredFile(dataDir), lines.join(''), { flush: true });
}

/** The public half as a signed note's verifier key: what an auditor is given. */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  const bytes = Buffer.concat([ED25519, publicKey]);
  return `${name}+${keyId(name, publicKey).toString('hex')}+${bytes.toString('base64')}`;
}

/** The public keys in a text of verifier keys, one a line. OperatorError when a line is none. */
export function readVerifierKeys(text: string): Buffer[] {
  const lines = text.split(/\s+/).filter((line) => line !== '');
  return lines.map((line) => {
    const [, name = '', id, content = ''] = KEY.exec(line) ?? [];
    const bytes = Buffer.from(content, 'base64');
    const publicKey = bytes.subarray(1);
    if (bytes.length !== 33 || bytes[0] !== 1 || keyId(name, publicKey).toString('hex') !== id) {
      throw new OperatorError(
        '--key must be a key as `portico export-log` shows it, name+number+letters, or a file with such keys.',
      );
    }
    return publicKey;
  });
}

/** A signed note: three lines, an empty one, and the signature. */
export function signCheckpoint({ origin, size, root }: Checkpoint, key: KeyObject): string {
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  const signature = Buffer.concat([keyId(origin, publicHalf(key)), sign(null, Buffer.from(text), key)]);
  return `${text}\n— ${origin} ${signature.toString('base64')}\n`;
}

/** What a note says, unproved. Undefined when it is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [, origin = '', size, root = ''] = NOTE.exec(note) ?? [];
  return size === undefined ? undefined : { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

/** What a note says if one of these keys has signed it under the name of its log. */
export function openCheckpoint(note: string, publicKeys: readonly Buffer[]): Checkpoint | undefined {
  const checkpoint = readCheckpoint(note);
  const split = note.indexOf('\n\n') + 1;
  if (!checkpoint || split === 0) return undefined;
  const text = Buffer.from(note.slice(0, split));
  for (const line of note
    .slice(split + 1)
    .trimEnd()
    .split('\n')) {
    const [, name = '', content = ''] = line.split(' ');
    const bytes = Buffer.from(content, 'base64');
    for (const publicKey of name === checkpoint.origin ? publicKeys : []) {
      if (!bytes.subarray(0, 4).equals(keyId(name, publicKey))) continue;
      const der = Buffer.concat([PUBLIC_PREFIX, publicKey]);
      const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
      if (verify(null, text, key, bytes.subarray(4))) return checkpoint;
    }
  }
  return undefined;
}

function keyId(name: string, publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(`${name}\n`).update(ED25519).update(publicKey).digest().subarray(0, 4);
}
