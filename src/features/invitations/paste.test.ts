import { expect, test } from 'vitest';
import { readPasted } from './paste.ts';

test('a person is read from a line as people write it', () => {
  const lines = [
    'Dana Whitfield <dana@acme.com>',
    'Luis Ortega, luis@acme.com',
    'grace.liu@acme.com',
    '"Ben Adeyemi"; ben@acme.com',
    'zoe@acme.com\tZoe\tKim',
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
    unseen: [],
    tooMany: false,
  });
});

test('a line without an address is told by its number', () => {
  expect(readPasted('Dana\nluis@acme.com\nme@nowhere').wrong).toEqual([1, 3]);
});

test('so is a name with a character that nobody can see', () => {
  const { people, unseen } = readPasted('Dana \u202eatihW <dana@acme.com>\nLuis <luis@acme.com>');
  expect([people.map(({ name }) => name), unseen]).toEqual([['Luis'], [1]]);
});
