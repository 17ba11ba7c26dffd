import { createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_BYTES = 32;
const MAC_BYTES = 32;
/** Longer tokens are refused before any work is done on them; the longest ones we write are live topics. */
const MAX_TOKEN_LENGTH = 8192;

/** What a purpose key protects, e.g. `csrf`, `live`, `auth`. Never reuse a purpose for another use. */
export type KeyPurpose = string;

export type Verified = { ok: true; payload: unknown } | { ok: false; reason: 'forged' | 'expired' };

/** Every page needs three keys or so; deriving one takes longer than using it. */
const derived = new WeakMap<Uint8Array, Map<string, Buffer>>();
const MAX_KEPT_KEYS = 2_000;

/**
 * The 32-byte key for one purpose, and for one workspace when an id is given. A key that leaks opens neither
 * another purpose nor another workspace. Throws a RangeError when the master key is shorter than 32 bytes.
 */
export function deriveKey(master: Uint8Array, purpose: KeyPurpose, workspaceId?: string): Buffer {
  demandKey(master);
  // JSON keeps ('a', 'b') and ('ab', undefined) apart, which plain concatenation would not.
  const info = JSON.stringify([purpose, workspaceId ?? null]);
  const known = derived.get(master) ?? new Map<string, Buffer>();
  derived.set(master, known);
  let key = known.get(info);
  if (!key) {
    if (known.size >= MAX_KEPT_KEYS) known.clear();
    key = Buffer.from(hkdfSync('sha256', master, 'portico key v1', info, KEY_BYTES));
    known.set(info, key);
  }
  return key;
}

/**
 * A compact token: base64url of `[payload, expiry in unix seconds]`, a dot, base64url of its HMAC-SHA-256.
 * The payload is readable by whoever holds the token; it is protected against change, not against reading.
 */
export function sign(key: Uint8Array, payload: unknown, expiresAt: Date): string {
  demandKey(key);
  const expiry = Math.floor(expiresAt.getTime() / 1000);
  if (payload === undefined || !Number.isSafeInteger(expiry)) throw new TypeError('nothing to sign');
  const content = Buffer.from(JSON.stringify([payload, expiry])).toString('base64url');
  return `${content}.${mac(key, content).toString('base64url')}`;
}

/** Checks the seal first, in constant time, then the expiry; nothing inside a forged token is parsed. */
export function verify(key: Uint8Array, token: string, now: Date): Verified {
  demandKey(key);
  if (token.length > MAX_TOKEN_LENGTH) return { ok: false, reason: 'forged' };
  const [content, seal, ...rest] = token.split('.');
  if (!content || !seal || rest.length > 0) return { ok: false, reason: 'forged' };
  const given = Buffer.from(seal, 'base64url');
  // Node ignores stray characters in base64url; a seal must have exactly one spelling.
  if (given.length !== MAC_BYTES || given.toString('base64url') !== seal) return { ok: false, reason: 'forged' };
  if (!timingSafeEqual(given, mac(key, content))) return { ok: false, reason: 'forged' };
  const [payload, expiry] = JSON.parse(Buffer.from(content, 'base64url').toString()) as [unknown, number];
  if (expiry * 1000 <= now.getTime()) return { ok: false, reason: 'expired' };
  return { ok: true, payload };
}

/** Compares two secrets without telling by time where they differ, nor how long the expected one is. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash('sha256', given, 'buffer'), hash('sha256', expected, 'buffer'));
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data);
}

/** Unguessable base64url text from the given number of random bytes. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

function mac(key: Uint8Array, content: string): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

function demandKey(key: Uint8Array): void {
  if (key.byteLength < KEY_BYTES) throw new RangeError(`a key has at least ${KEY_BYTES} bytes, not ${key.byteLength}`);
}
