import { expect, test } from 'vitest';
import { placesAfter } from './places.ts';

const FIRST =
  '<p>Before.</p><h2>Billing</h2><p>Invoices come on the first of the month.</p><h2>Refunds</h2><p>They take three days.</p>';
const RENAMED = FIRST.replace('Billing', 'Invoices and payment');
const after = (html: string, next: string, places: string[][] | null = null) =>
  placesAfter({ html, places }, next, 'en');

test('a heading that is renamed keeps the name it had, and the ones before', () => {
  expect(after(FIRST, RENAMED)).toEqual([['s-billing'], []]);
  const third = RENAMED.replace('Invoices and payment', 'What you pay');
  expect(after(RENAMED, third, [['s-billing'], []])).toEqual([['s-invoices-and-payment', 's-billing'], []]);
  // As it was called first: the name is its own again.
  expect(after(RENAMED, FIRST, [['s-billing'], []])).toEqual([['s-invoices-and-payment'], []]);
});

test('it is found where it was moved to, with words added, and one level lower', () => {
  const moved = `<h2>Refunds</h2><p>They take three days.</p><h3>Payment</h3><p>Invoices come on the first of the month, by mail.</p>`;
  expect(after(FIRST, moved)).toEqual([[], ['s-billing']]);
});

test('control: what went is nowhere, what is new takes nothing over, and a name that a heading has is its own', () => {
  const other = FIRST.replace('Billing', 'Contact').replace('Invoices come on the first of the month.', 'Call us.');
  expect(after(FIRST, other)).toBeNull();
  expect(after(FIRST, FIRST)).toBeNull();
  const taken = `${RENAMED}<h2>Billing</h2><p>Something else by now, of other people.</p>`;
  expect(after(FIRST, taken)).toBeNull();
  expect(after(RENAMED, taken, [['s-billing'], []])).toBeNull();
});

test('of a text with thousands of headings it is known in no time', () => {
  const many = (word: string) => Array.from({ length: 3_000 }, (_, n) => `<h2>${word} ${n}</h2><p>Text</p>`).join('');
  expect(after(many('One'), many('Other'))).toBeNull();
});
