import { expect, test } from 'vitest';
import { firstNameOf } from './first-name.ts';

test('somebody is spoken to by their first name, or by all of a single one', () => {
  expect(firstNameOf('Dana Whitfield')).toBe('Dana');
  expect(firstNameOf('Cher')).toBe('Cher');
  expect(firstNameOf('Ana Sofía  Gómez')).toBe('Ana');
  expect(firstNameOf('Jo (night shift)')).toBe('Jo');
});

test('nobody is spoken to by an initial, a title or a family name that comes first', () => {
  expect(firstNameOf('Ä. Köhler (privat)')).toBe('Ä. Köhler');
  expect(firstNameOf('J.R. Smith')).toBe('J.R. Smith');
  expect(firstNameOf('J Smith')).toBe('J Smith');
  expect(firstNameOf('Dr. Grace Liu')).toBe('Dr. Grace Liu');
  expect(firstNameOf('Smith, John')).toBe('Smith, John');
  // What only begins like a title is a name.
  expect(firstNameOf('Ingrid Bergman')).toBe('Ingrid');
});
