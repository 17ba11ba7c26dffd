import { deriveKey, sameSecret } from '#platform/crypto.ts';

/** Crockford's base 32: no letters that look like others. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/**
 * What the first visitor of an empty installation must know: whoever can read the terminal or the master key. 80 bits, so
 * it cannot be guessed, and needs no budget of attempts that a stranger could use up.
 */
export function setupCode(masterKey: Uint8Array): string {
  const letters = [...deriveKey(masterKey, 'setup').subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]);
  return letters.join('').match(/.{4}/g)!.join('-');
}

/** Whether this is the code, however it was typed: small letters, spaces, an O for a zero. */
export function isSetupCode(masterKey: Uint8Array, typed: string): boolean {
  const plain = (text: string) =>
    text
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replace(/O/g, '0')
      .replace(/[IL]/g, '1');
  return sameSecret(plain(typed.slice(0, 100)), plain(setupCode(masterKey)));
}
