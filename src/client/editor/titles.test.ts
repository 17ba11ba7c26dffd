import { expect, test } from 'vitest';
import { titleMeant } from './titles.ts';

test('a title is meant by its letters, whatever their capitals and accents, or by the beginning of one alone', () => {
  const titles = ['Approve a design', 'Approve an invoice', 'Préparer une facture', 'Approve a design again'];
  const meant = (typed: string) => titleMeant(typed, titles);
  expect(meant('approve a design')).toBe('Approve a design');
  expect(meant('APPROVE AN')).toBe('Approve an invoice');
  expect(meant('preparer')).toBe('Préparer une facture');
  for (const none of ['approve', 'a', '', 'design', 'approve a designs']) expect(meant(none), none).toBe(undefined);
});
