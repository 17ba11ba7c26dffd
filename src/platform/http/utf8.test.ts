import { expect, test } from 'vitest';
import { utf8 } from './utf8.ts';

test('the bytes of a page are those of any other writer', () => {
  for (const text of ['', 'plain', 'Grüße “from” 東京 😀', `${'a'.repeat(100_000)}é`]) {
    expect(utf8(text)).toEqual(Buffer.from(text));
  }
});

test('an emoji that was cut in half becomes one character that nobody can read', () => {
  for (const text of ['cut \ud83d', '\ude00 cut', 'a\ud83db']) {
    expect(utf8(text).toString()).toBe(text.toWellFormed());
  }
});
