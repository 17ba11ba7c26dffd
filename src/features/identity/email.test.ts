import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effort } from '#test/effort.ts';
import { emailAddress } from './email.ts';

test.each([
  ['dana@acme.com', 'dana@acme.com'],
  ['  Dana.Whitfield+portal@Acme-Robotics.co.uk ', 'dana.whitfield+portal@acme-robotics.co.uk'],
  ["o'hara@xn--bcher-kva.example", "o'hara@xn--bcher-kva.example"],
])('%j is an address', (typed, stored) => {
  expect(emailAddress(typed)).toBe(stored);
});

test.each([
  '',
  'dana',
  'dana@acme',
  'dana@@acme.com',
  '.dana@acme.com',
  'da..na@acme.com',
  'dana@-acme.com',
  'dana@acme-.com',
  'dana@acme..com',
  'dana@[127.0.0.1]',
  '"da na"@acme.com',
  'Dana <dana@acme.com>',
  'dana@acme.com,evil@evil.example',
  'dana@acme.com\nbcc: evil@evil.example',
  'dаna@acme.com',
  'dana@acmе.com',
  '\u212aim@acme.com',
  `${'a'.repeat(65)}@acme.com`,
  `dana@${'a'.repeat(64)}.com`,
])('%j is none', (typed) => {
  expect(emailAddress(typed)).toBeNull();
});

test('an address is stored in one form only, whatever is typed', () => {
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), fc.string()), (typed) => {
      const address = emailAddress(typed);
      if (address !== null) expect(emailAddress(address)).toBe(address);
      expect(address ?? '').toMatch(/^[\x21-\x7e]*$/);
    }),
  );
});

test('a hostile text costs no time', () => {
  const spent = effort();
  for (const typed of [`${'a.'.repeat(120)}@`, `a@${'a-'.repeat(120)}`, `a@${'a.'.repeat(120)}!`]) emailAddress(typed);
  expect(spent()).toBeLessThan(1_000);
});
