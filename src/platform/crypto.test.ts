import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveKey, randomToken, sameSecret, sha256Hex, sign, verify } from '#platform/crypto.ts';

const master = Buffer.alloc(32, 7);
const key = deriveKey(master, 'test');
const now = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-22T10:05:00Z');

describe('keys from the master key', () => {
  it('are the same every time and 32 bytes long', () => {
    expect(deriveKey(master, 'csrf', 'w1')).toEqual(deriveKey(master, 'csrf', 'w1'));
    expect(deriveKey(master, 'csrf')).toHaveLength(32);
  });

  it('differ by master, purpose and workspace, and never run into each other', () => {
    const keys = [
      deriveKey(master, 'csrf'),
      deriveKey(master, 'live'),
      deriveKey(master, 'csrf', 'w1'),
      deriveKey(master, 'csrf', 'w2'),
      deriveKey(master, 'csrf', ''),
      deriveKey(master, 'csrfw1'),
      deriveKey(master, 'csrf","w1'),
      deriveKey(Buffer.alloc(32, 8), 'csrf'),
    ].map((each) => each.toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are refused from a master key that is too short', () => {
    expect(() => deriveKey(Buffer.alloc(31), 'csrf')).toThrow(RangeError);
    expect(() => sign(Buffer.alloc(0), 'x', later)).toThrow(RangeError);
  });
});

describe('signed tokens', () => {
  it('give back any JSON payload until they expire', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (payload) => {
        const result = verify(key, sign(key, payload, later), now);
        expect(result).toEqual({ ok: true, payload: JSON.parse(JSON.stringify(payload)) });
      }),
    );
  });

  it('are made of characters that need no escaping in a URL', () => {
    expect(sign(key, { t: ['a/b', 'ü'] }, later)).toMatch(/^[\w-]+\.[\w-]+$/);
  });

  it('expire at their second, not after it', () => {
    const token = sign(key, 'x', later);
    expect(verify(key, token, new Date(later.getTime() - 1)).ok).toBe(true);
    expect(verify(key, token, later)).toEqual({ ok: false, reason: 'expired' });
  });

  it('are refused under the key of another purpose or workspace', () => {
    const token = sign(deriveKey(master, 'live', 'w1'), 'x', later);
    expect(verify(deriveKey(master, 'live', 'w1'), token, now).ok).toBe(true);
    expect(verify(deriveKey(master, 'live', 'w2'), token, now)).toEqual({ ok: false, reason: 'forged' });
    expect(verify(deriveKey(master, 'csrf', 'w1'), token, now)).toEqual({ ok: false, reason: 'forged' });
  });

  it('are refused after any change of one character', () => {
    const token = sign(key, { file: 'f1', reader: 'r1' }, later);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.=+/ ~\0'), (at, character) => {
        fc.pre(token[at] !== character);
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        expect(verify(key, changed, now)).toEqual({ ok: false, reason: 'forged' });
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused when they are anything else, without an exception', () => {
    const token = sign(key, 'x', later);
    const others = ['', '.', '..', token.split('.')[0], `${token}.x`, `.${token}`, `${token}=`, 'a'.repeat(1_000_000)];
    for (const other of others) expect(verify(key, other ?? '', now)).toEqual({ ok: false, reason: 'forged' });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !verify(key, text, now).ok));
  });

  it('control: without the check of the seal a changed payload would be believed', () => {
    const [content = '', seal = ''] = sign(key, { role: 'contact' }, later).split('.');
    const raised = Buffer.from(JSON.stringify([{ role: 'owner' }, later.getTime() / 1000])).toString('base64url');
    const parsed = JSON.parse(Buffer.from(raised, 'base64url').toString())[0];
    expect(parsed).toEqual({ role: 'owner' });
    expect(verify(key, `${raised}.${seal}`, now)).toEqual({ ok: false, reason: 'forged' });
    const resealed = createHmac('sha256', key).update(raised).digest('base64url');
    expect(verify(key, `${raised}.${resealed}`, now)).toEqual({ ok: true, payload: { role: 'owner' } });
    expect(verify(key, `${content}.${seal}`, now).ok).toBe(true);
  });
});

describe('small parts', () => {
  it('hashes text as UTF-8', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex('ü')).toBe(sha256Hex(new TextEncoder().encode('ü')));
  });

  it('makes tokens that do not repeat', () => {
    const tokens = Array.from({ length: 1000 }, () => randomToken(16));
    expect(new Set(tokens).size).toBe(1000);
    expect(randomToken(32)).toMatch(/^[\w-]{43}$/);
  });

  it('compares secrets of any length', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('', 'abd')).toBe(false);
  });
});
