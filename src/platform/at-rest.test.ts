import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { conceal, keyId, type Place, reveal } from './at-rest.ts';

const master = randomBytes(32);
const place: Place = {
  table: 'connections',
  column: 'client_secret',
  workspaceId: '01900000-0000-7000-8000-000000000001',
  rowId: '01900000-0000-7000-8000-000000000002',
};

test('a secret comes back as it was, and is never concealed in the same words twice', () => {
  const secret = 'open sesame, grüße, 秘密';
  const kept = conceal(master, place, secret);
  expect(reveal(master, place, kept)).toBe(secret);
  // Long enough to be in there by no accident, as it is or as what is kept is written.
  for (const said of ['open sesame', Buffer.from('open sesame').toString('base64url').slice(0, -1)])
    expect(kept).not.toContain(said);
  expect(kept).not.toBe(conceal(master, place, secret));
  expect(reveal(master, place, conceal(master, place, ''))).toBe('');
});

test('a secret opens in its own place only, with its own key, and unchanged', () => {
  const kept = conceal(master, place, 'secret');
  const elsewhere = { table: 'x', column: 'x', workspaceId: place.rowId, rowId: place.workspaceId };
  for (const [name, value] of Object.entries(elsewhere)) {
    expect(() => reveal(master, { ...place, [name]: value }, kept), name).toThrow();
  }
  expect(() => reveal(randomBytes(32), place, kept)).toThrow(/another key/);
  const [version, id, content = ''] = kept.split('.');
  const flipped = content.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  expect(() => reveal(master, place, [version, id, flipped].join('.'))).toThrow();
  expect(() => reveal(master, place, [version, id, content.slice(0, 20)].join('.'))).toThrow(/cut short/);
  expect(() => reveal(master, place, 'plain text')).toThrow(/not by Portico/);
  expect(reveal(master, place, kept)).toBe('secret');
});

test('the name of a key is the same each time, and another key has another', () => {
  expect(keyId(master)).toMatch(/^[0-9a-f]{8}$/);
  expect(keyId(master)).toBe(keyId(Buffer.from(master)));
  expect(keyId(master)).not.toBe(keyId(randomBytes(32)));
});
