import { expect, test } from 'vitest';
import { addressBefore, LINKS } from './links.ts';

test('what is written as an address becomes a link by itself, and no name of a file or a product', () => {
  const made = ['https://example.org', 'http://a.example/x', 'www.example.org', 'maya@example.org'];
  const names = ['README.md', 'main.py', 'ASP.NET', 'no.so', 'config.sh', 'example.org', 'one.one'];
  expect([...made, ...names].filter(LINKS.shouldAutoLink)).toEqual(made);
});

test('an address is one in front of the signs of a sentence too, without them', () => {
  const found = (words: string) => {
    const at = addressBefore(words);
    return at && [words.slice(at.from, at.to), at.href];
  };
  expect(found('See https://a.example/x,')).toEqual(['https://a.example/x', 'https://a.example/x']);
  expect(found('(www.a.example/y?b=c).')).toEqual(['www.a.example/y?b=c', 'https://www.a.example/y?b=c']);
  for (const none of ['README.md,', 'a.example.', 'https://a.example/x', 'https://,', 'https://a.example, then'])
    expect(found(none), none).toBe(undefined);
});
