import { execFileSync, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openCheckpoint, publicHalf, readVerifierKeys, sealKey, signCheckpoint, verifierKey } from './checkpoint.ts';

const key = sealKey(Buffer.alloc(32, 7));
const own = publicHalf(key);
const other = publicHalf(sealKey(Buffer.alloc(32, 8)));
const origin = 'portico/0190a000-0000-7000-8000-000000000001';
const checkpoint = { origin, size: 20852163, root: Buffer.alloc(32, 1) };
const note = signCheckpoint(checkpoint, key);

test('a checkpoint has the form of C2SP: three lines, an empty one, a signature', () => {
  const lines = note.split('\n');
  expect(lines.slice(0, 4)).toEqual([origin, '20852163', checkpoint.root.toString('base64'), '']);
  expect(lines[4]).toMatch(/^— portico\/0190a000-[0-9a-f-]+ [A-Za-z0-9+/]+=*$/);
  expect(lines.slice(5)).toEqual(['']);
  expect(openCheckpoint(note, [other, own])).toEqual(checkpoint);
});

test('control: another key, another text or another name does not open it', () => {
  expect(openCheckpoint(note, [other])).toBeUndefined();
  expect(openCheckpoint(note, [])).toBeUndefined();
  for (const wrong of [
    note.replace('20852163', '20852164'),
    note.replaceAll(origin, `${origin}0`),
    note.replace('\n\n', '\n'),
    `${note}\n`,
    note.replace('20852163', '020852163'),
    note.slice(0, -5),
  ]) {
    expect(openCheckpoint(wrong, [own]), wrong).toBeUndefined();
  }
});

test('a verifier key is read back, and one with another name or number is refused', () => {
  const text = verifierKey(origin, own);
  expect(readVerifierKeys(`${text}\n${verifierKey('x', other)}\n`)).toEqual([own, other]);
  for (const wrong of [text.replace('portico', 'portica'), 'nonsense', text.slice(0, -4)]) {
    expect(() => readVerifierKeys(wrong), wrong).toThrow('--key');
  }
});

test('the key of the signed-note package’s own documentation is read', () => {
  const known = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  const [bytes] = readVerifierKeys(known);
  expect(verifierKey('PeterNeumann', bytes!)).toBe(known);
});

const openssl = spawnSync('openssl', ['version']).status === 0;

test.runIf(openssl)('openssl, which knows nothing of us, finds the signature good, and a changed one bad', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'portico-openssl-'));
  try {
    const file = (name: string) => path.join(folder, name);
    const [text = '', signatures = ''] = note.split('\n\n');
    const signature = Buffer.from(signatures.trim().split(' ')[2]!, 'base64').subarray(4);
    writeFileSync(file('key.pem'), createPublicKey(key).export({ format: 'pem', type: 'spki' }));
    writeFileSync(file('signature'), signature);
    const ask = (content: string) => {
      writeFileSync(file('text'), content);
      const files = ['-inkey', file('key.pem'), '-in', file('text'), '-sigfile', file('signature')];
      return execFileSync('openssl', ['pkeyutl', '-verify', '-pubin', '-rawin', ...files], {
        stdio: 'pipe',
      }).toString();
    };
    expect(ask(`${text}\n`)).toMatch(/Success/);
    expect(() => ask(`${text} \n`)).toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
