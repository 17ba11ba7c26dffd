import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, isOutdated, verifyPassword } from './password.ts';

test('a hash holds its own cost and salt, and only the right password fits', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^argon2id\$19456\$2\$1\$[\w-]{22}\$[\w-]{43}$/);
  expect(hash).not.toBe(await hashPassword('correct horse battery'));
  expect(await verifyPassword({ hash, password: 'correct horse battery' })).toBe(true);
  expect(await verifyPassword({ hash, password: 'Correct horse battery' })).toBe(false);
  expect(await verifyPassword({ hash, password: '' })).toBe(false);
});

test('a hash of an older kind still fits, and is known to be old', async () => {
  const salt = Buffer.from('saltsaltsaltsalt');
  const key = scryptSync('old', salt, 64, { N: 1024, r: 8, p: 1 }).toString('base64url');
  const cheap = `scrypt$1024$8$1$${salt.toString('base64url')}$${key}`;
  expect(await verifyPassword({ hash: cheap, password: 'old' })).toBe(true);
  expect(await verifyPassword({ hash: cheap, password: 'new' })).toBe(false);
  expect(isOutdated(cheap)).toBe(true);
  expect(isOutdated(await hashPassword('old'))).toBe(false);
});

test('the same letters fit however a keyboard composes them', async () => {
  const hash = await hashPassword('Gru\u0308ße aus Ko\u0308ln');
  expect(await verifyPassword({ hash, password: 'Gr\u00fcße aus K\u00f6ln' })).toBe(true);
});

test('a hash of an unknown kind is an error, not a refusal', async () => {
  await expect(verifyPassword({ hash: 'plain:text', password: 'plain:text' })).rejects.toThrow('unknown kind');
});

test('many at once all come out right', async () => {
  const hash = await hashPassword('one of many');
  const tries = Array.from({ length: 7 }, (_, n) => verifyPassword({ hash, password: n % 2 ? 'one of many' : 'none' }));
  expect(await Promise.all(tries)).toEqual([false, true, false, true, false, true, false]);
});
