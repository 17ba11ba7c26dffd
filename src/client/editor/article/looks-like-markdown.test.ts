import { expect, test } from 'vitest';
import { looksLikeMarkdown } from './looks-like-markdown.ts';

test('headings, lists, links, code, tables and bold words of Markdown are known', () => {
  const all = [
    '# Refunds\n\nWe pay them back.',
    'Do this:\r\n\r\n- open it\r\n- close it',
    '1. Open\n2. Close',
    'See [the way](https://example.org/way).',
    'Type:\n\n```sh\nnpm i\n```',
    'A | B\n--- | ---\n1 | 2',
    '| A | B |\n|---|---|\n| 1 | 2 |',
    'This is **important**.',
  ];
  expect(all.filter((words) => !looksLikeMarkdown(words))).toEqual([]);
});

test('control: words, addresses, code and mails that were copied as they are stay so', () => {
  const all = [
    'Just a line',
    'https://example.org/a_b_c',
    'Dear Maya,\n\nthank you - we shall see.\n\n-- \nPriya',
    '# install it\nnpm i\n# start it\nnpm start',
    'SELECT * FROM a WHERE b = 2 * 3 * c',
    'const a = list[0](b);\nreturn a ** 2 ** b;',
    '- one dash alone',
    '#1482 is solved',
    '5 * 3 = 15 and 2**8 is 256',
  ];
  expect(all.filter(looksLikeMarkdown)).toEqual([]);
});
