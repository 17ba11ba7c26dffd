import { expect, test } from 'vitest';
import { readPasted } from './paste.ts';

test('a person is read from a line as people write it', () => {
  const lines = [
    'Dana Whitfield <dana@acme.com>',
    'Luis Ortega, luis@acme.com',
    'grace.liu@acme.com',
    '"Ben Adeyemi"; ben@acme.com',
    'zoe@acme.com\tZoe Kim',
    '',
    'dana@ACME.com',
  ];
  expect(readPasted(lines.join('\r\n'))).toEqual({
    people: [
      { name: 'Dana Whitfield', email: 'dana@acme.com' },
      { name: 'Luis Ortega', email: 'luis@acme.com' },
      { name: 'Grace Liu', email: 'grace.liu@acme.com' },
      { name: 'Ben Adeyemi', email: 'ben@acme.com' },
      { name: 'Zoe Kim', email: 'zoe@acme.com' },
    ],
    wrong: [],
    tooMany: false,
  });
});

test('a line without an address is told by its number', () => {
  expect(readPasted('Dana\nluis@acme.com\nme@nowhere').wrong).toEqual([1, 3]);
});
