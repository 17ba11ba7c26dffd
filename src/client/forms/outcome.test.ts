import { expect, test } from 'vitest';
import { isSignIn, outcomeOf } from './outcome.ts';

const thread = { pathname: '/tickets/1' };
const answer = (statusCode: number, pathname = '/tickets/1', redirected = false, problem?: string) => ({
  success: statusCode < 400,
  fetchResponse: { statusCode, redirected, location: { pathname, search: '' }, header: () => problem },
});

test('a redirect back to the page means that the form was taken', () => {
  expect(outcomeOf(answer(200, '/tickets/1', true), thread)).toBe('sent');
});

test('a redirect to the page with what was kept of the form means that it was not taken; control: another page has it', () => {
  const back = (pathname: string) => {
    const { fetchResponse } = answer(200, pathname, true);
    return { success: true, fetchResponse: { ...fetchResponse, location: { pathname, search: '?view=all&kept=1' } } };
  };
  expect(outcomeOf(back('/tickets/1'), thread)).toBe('kept');
  expect(outcomeOf(back('/tickets/2'), thread)).toBe('sent');
});

test('a page with errors means refused', () => {
  expect(outcomeOf(answer(422), thread)).toBe('refused');
  expect(outcomeOf(answer(403), thread)).toBe('refused');
});

test('a redirect to the sign-in page is not a success, whatever its status', () => {
  expect(outcomeOf(answer(200, '/sign-in', true), thread)).toBe('signed-out');
  expect(outcomeOf(answer(200, '/sign-in/code', true), thread)).toBe('signed-out');
});

test('a form whose proof is gone with its session has not been refused: after signing in, it is good', () => {
  expect(outcomeOf(answer(403, '/tickets/1', false, 'stale'), thread)).toBe('signed-out');
  expect(outcomeOf(answer(403), thread)).toBe('refused');
});

test('an error page is no form with errors: the form stays as it is', () => {
  expect(outcomeOf(answer(429, '/tickets/1', false, 'refused'), thread)).toBe('failed');
});

test('on the sign-in pages themselves it is', () => {
  expect(outcomeOf(answer(200, '/sign-in', true), { pathname: '/sign-in' })).toBe('sent');
});

test('a failing server and a lost connection leave the form unsent', () => {
  expect(outcomeOf(answer(503), thread)).toBe('failed');
  expect(outcomeOf({ success: false }, thread)).toBe('failed');
});

test('an address that merely starts alike is not the sign-in page', () => {
  expect(isSignIn({ pathname: '/sign-in-help' })).toBe(false);
});
