import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { decryptAtRest, encryptAtRest, masterKeyId, type Place } from './at-rest.ts';

const master = randomBytes(32);
const place: Place = { table: 'authenticator_apps', column: 'secret', workspaceId: 'w1', row: 'r1' };

test('a secret comes back in its place, and no two writings of it look alike', () => {
  const stored = encryptAtRest(master, place, 'JBSWY3DPEHPK3PXP');
  expect(stored).not.toContain('JBSWY3DP');
  expect(stored.startsWith(`${masterKeyId(master)}.`)).toBe(true);
  expect(encryptAtRest(master, place, 'JBSWY3DPEHPK3PXP')).not.toBe(stored);
  expect(decryptAtRest(master, place, stored)).toBe('JBSWY3DPEHPK3PXP');
});

test.each([
  ['row', { row: 'r2' }],
  ['workspace', { workspaceId: 'w2' }],
  ['column', { column: 'other' }],
  ['table', { table: 'other' }],
] as const)('in another %s it cannot be read', (_, other) => {
  const stored = encryptAtRest(master, place, 'secret');
  expect(() => decryptAtRest(master, { ...place, ...other }, stored)).toThrow();
});

test('a changed one, and one of another master key, is refused', () => {
  const stored = encryptAtRest(master, place, 'secret');
  const changed = stored.slice(0, -2) + (stored.endsWith('AA') ? 'BB' : 'AA');
  expect(() => decryptAtRest(master, place, changed)).toThrow();
  expect(() => decryptAtRest(master, place, 'x.AAAA')).toThrow('damaged');
  expect(() => decryptAtRest(randomBytes(32), place, stored)).toThrow('needs the master key');
});
