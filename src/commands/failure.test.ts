import { expect, test } from 'vitest';
import { OperatorError } from '#platform/operator-error.ts';
import { explain, isUnexpected } from './failure.ts';
import { demandFreePort } from './port.ts';

test('what the operator can put right is said in its own words', () => {
  const error = new OperatorError('Set PORT to another.');
  expect(explain(error)).toBe('Set PORT to another.');
  expect(isUnexpected(error)).toBe(false);
});

test('a taken port names the port', () => {
  const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 3000 });
  expect(explain(error)).toBe('Port 3000 is taken: stop what listens there, or set PORT to another.');
  expect(isUnexpected(error)).toBe(false);
});

test('an address of another machine names HOST', async () => {
  const error: unknown = await demandFreePort('192.0.2.1', 0).catch((failure: unknown) => failure);
  expect(explain(error)).toMatch(/^HOST 192\.0\.2\.1 is no address of this machine: set it to one that is/);
  expect(isUnexpected(error)).toBe(false);
});

test('a mistake of ours is unexpected, in code as in SQL', () => {
  expect(isUnexpected(new TypeError('x is undefined'))).toBe(true);
  expect(isUnexpected(Object.assign(new Error('syntax error'), { code: '42601', severity: 'ERROR' }))).toBe(true);
});
