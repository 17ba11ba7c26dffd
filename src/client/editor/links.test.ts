import { expect, test } from 'vitest';
import { LINKS } from './links.ts';

test('what is written as an address becomes a link by itself, and no name of a file or a product', () => {
  const made = ['https://example.org', 'http://a.example/x', 'www.example.org', 'maya@example.org'];
  const names = ['README.md', 'main.py', 'ASP.NET', 'no.so', 'config.sh', 'example.org', 'one.one'];
  expect([...made, ...names].filter(LINKS.shouldAutoLink)).toEqual(made);
});
