import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { earlierKeys } from '../master-key.ts';
import type { Platform } from '../platform.ts';
import { publicHalf, readVerifierKeys, sealKey, verifierKey } from './checkpoint.ts';

/**
 * After a rotation of the master key seals are signed by another key. The key before signs which one that is, so that whoever noted the
 * old key once goes on knowing the log by it. What it signs reads as no checkpoint does.
 */
const NOTE = /^portico seal key\n(\S{40,200})\n\n— portico ([A-Za-z0-9+/]{86}==)\n$/;
const NAME = 'portico';
const BETWEEN = '\f\n';
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const textFor = (next: Buffer): string => `portico seal key\n${verifierKey(NAME, next)}\n`;

/** The word of an earlier key for the one that follows it. */
export function signSuccession(before: KeyObject, next: Buffer): string {
  const text = textFor(next);
  return `${text}\n— ${NAME} ${sign(null, Buffer.from(text), before).toString('base64')}\n`;
}

/** As they stand in a file that somebody hands over: few, and short. */
export const successions = z.array(z.string().max(500)).max(1_000).optional().default([]);

/** These keys, and every key that one of them vouches for, or one that it vouches for does. */
export function withSuccessors(keys: readonly Buffer[], notes: readonly string[]): Buffer[] {
  const trusted = [...keys];
  // Those that are found on the way are asked as well.
  for (const key of trusted) {
    for (const note of notes) {
      const next = successorBy(key, note);
      if (next && !trusted.some((one) => one.equals(next))) trusted.push(next);
    }
  }
  return trusted;
}

function successorBy(key: Buffer, note: string): Buffer | undefined {
  const [, named = '', signature = ''] = NOTE.exec(note) ?? [];
  if (!named) return undefined;
  const before = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, key]), format: 'der', type: 'spki' });
  const text = Buffer.from(note.slice(0, note.indexOf('\n\n') + 1));
  if (!verify(null, text, before, Buffer.from(signature, 'base64'))) return undefined;
  return readVerifierKeys(named)[0];
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'seals', 'successions.txt');

/** All such words that there are. They are no secret. */
export async function successionsOf({ config }: Pick<Platform, 'config'>): Promise<string[]> {
  const text = await readFile(fileOf(config.dataDir), 'utf8').catch(() => '');
  return [...new Set(text.split(BETWEEN).filter((note) => NOTE.test(note)))];
}

/** Writes down what the keys before say of the present one. Only for a process that has just begun: to an older one the next key is unknown. */
export async function keepSuccessions({ config, masterKey }: Pick<Platform, 'masterKey' | 'config'>): Promise<void> {
  const known = await successionsOf({ config });
  const next = publicHalf(sealKey(masterKey));
  const notes = earlierKeys(masterKey).map((before) => signSuccession(sealKey(before), next));
  const file = fileOf(config.dataDir);
  await mkdir(path.dirname(file), { recursive: true });
  const missing = notes.filter((note) => !known.includes(note));
  await appendFile(file, missing.map((note) => note + BETWEEN).join(''), { flush: true });
}
