import { expect, test } from 'vitest';
import { shortNameOf, standingOf } from './account.ts';

test('a short name leaves the legal form out, and nothing else', () => {
  expect(shortNameOf('Acme Robotics, Inc.')).toBe('Acme Robotics');
  expect(shortNameOf('Fjord Audio GmbH')).toBe('Fjord Audio');
  expect(shortNameOf('Harbor & Pine')).toBe('Harbor & Pine');
  expect(shortNameOf('AG')).toBe('AG');
  expect(shortNameOf('Texas Co')).toBe('Texas');
  expect(shortNameOf('x'.repeat(100))).toHaveLength(60);
});

test('whoever has been here is active, and an invitation counts only until it ends', () => {
  const now = new Date('2026-11-18T12:00:00Z');
  const later = new Date('2026-11-20T12:00:00Z');
  const earlier = new Date('2026-11-10T12:00:00Z');
  const at = (hasIdentity: boolean, invitedUntil: Date | null, disabledAt: Date | null = null) =>
    standingOf({ hasIdentity, invitedUntil, disabledAt }, now);
  expect(at(true, null)).toBe('active');
  expect(at(false, later)).toBe('invited');
  expect(at(false, earlier)).toBe('lapsed');
  expect(at(false, null)).toBe('uninvited');
  expect(at(true, null, earlier)).toBe('disabled');
});
