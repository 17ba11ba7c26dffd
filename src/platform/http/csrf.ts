import { createHmac, randomFillSync } from 'node:crypto';
import { deriveKey, sameSecret } from '../crypto.ts';
import type { Platform } from '../platform.ts';

const BYTES = 32;

/** Every page of a session carries the same proof under another mask. */
const proofs = new Map<string, Buffer>();
const MOST = 20_000;

/** The proof that a form came from a page we gave to this very session. Changes when the session does. */
function proof(platform: Platform, workspaceId: string, sessionToken: string): Buffer {
  const key = deriveKey(platform.masterKey, 'csrf', workspaceId);
  const name = `${key.toString('base64')} ${sessionToken}`;
  let known = proofs.get(name);
  if (!known) {
    if (proofs.size >= MOST) proofs.clear();
    known = createHmac('sha256', key).update(sessionToken).digest();
    proofs.set(name, known);
  }
  return known;
}

/** Masked anew for every page, so that compressing the page tells nothing about it. */
export function csrfToken(platform: Platform, workspaceId: string, sessionToken: string): string {
  const known = proof(platform, workspaceId, sessionToken);
  const token = Buffer.allocUnsafe(2 * BYTES);
  takeRandom().copy(token);
  for (let index = 0; index < BYTES; index++) token[BYTES + index] = token[index]! ^ known[index]!;
  return token.toString('base64url');
}

/** A visitor's, without a mask: the same on every page, so that a page may be kept for all of them. It is no secret, as none of theirs is. */
export const visitorToken = (platform: Platform, workspaceId: string): string =>
  Buffer.concat([Buffer.alloc(BYTES), proof(platform, workspaceId, '')]).toString('base64url');

/** Random bytes are asked for by the hundred masks: asking costs more than making them. */
const randomness = Buffer.alloc(BYTES * 128);
let taken = randomness.length;

/** Bytes that nobody has been given before; they hold until the next call. */
function takeRandom(): Buffer {
  if (taken === randomness.length) {
    randomFillSync(randomness);
    taken = 0;
  }
  taken += BYTES;
  return randomness.subarray(taken - BYTES, taken);
}

export function csrfTokenHolds(platform: Platform, workspaceId: string, sessionToken: string, token: string): boolean {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 2 * BYTES) return false;
  const given = xor(bytes.subarray(0, BYTES), bytes.subarray(BYTES));
  return sameSecret(given.toString('hex'), proof(platform, workspaceId, sessionToken).toString('hex'));
}

/**
 * Whether the browser says that an unsafe request came from a page of this origin. Every browser of the last years sends
 * one of the two headers; a request with neither is no browser's form and is refused as well.
 */
export function sameOrigin(headers: Headers, origin: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const given = headers.get('origin');
  return given === null ? site === 'same-origin' : given === origin;
}

function xor(a: Uint8Array, b: Uint8Array): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}
