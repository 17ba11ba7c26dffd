import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGuessable } from './guessable.ts';

test.each([
  'password123',
  'Password123!',
  'P@ssw0rd2026',
  'qwertyuiop',
  '1234567890',
  '0987654321',
  'aaaaaaaaaaaa',
  'abababababab',
  'abcdefghij',
  'passwordpassword',
  'basketball99',
  '!!manchester!!',
  '1q2w3e4r5t',
])('%s is known', async (password) => {
  expect(await isGuessable(password)).toBe(true);
});

test.each([
  'correct horse battery',
  'a lamp under the river',
  'xK4-tuPPet-wine',
  'basketball 8271 93 lamp',
  'Über sieben Brücken',
  // Four bytes of its hash are those of a known password's.
  'xL-AmXTqk_ngv30Q',
])('%s is not', async (password) => {
  expect(await isGuessable(password)).toBe(false);
});

test('one’s own name, address and business are known to whoever guesses', async () => {
  const own = ['Dana Whitfield', 'dana@acmerobotics.com', 'Northwind Studio'];
  for (const password of ['danawhitfield', 'Whitfield2026', 'northwind!!1', 'AcmeRobotics1', 'Northwind-Studio']) {
    expect(await isGuessable(password, own), password).toBe(true);
    expect(await isGuessable(`${password} and a lamp`, own), password).toBe(false);
  }
  // Control: for somebody else they are words.
  expect(await isGuessable('danawhitfield', ['Luis Ortega'])).toBe(false);
});

test('of good passwords none is refused by chance', async () => {
  const refused = [];
  for (let n = 0; n < 40_000; n += 1) {
    const password = createHash('sha256').update(`good ${n}`).digest('base64url').slice(0, 16);
    if (await isGuessable(password)) refused.push(password);
  }
  expect(refused).toEqual([]);
});
