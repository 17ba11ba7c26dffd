import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSetupCode, setupCode } from './setup-code.ts';

test('the code is the same at every start, and another one for another installation', () => {
  const key = randomBytes(32);
  expect(setupCode(key)).toBe(setupCode(key));
  expect(setupCode(key)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  expect(setupCode(randomBytes(32))).not.toBe(setupCode(key));
});

test('it may be typed in small letters, with spaces, and with letters that look like its digits', () => {
  const key = randomBytes(32);
  const code = setupCode(key);
  const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
  expect(isSetupCode(key, code)).toBe(true);
  expect(isSetupCode(key, ` ${typed} `)).toBe(true);
});

test('nothing else is the code', () => {
  const key = randomBytes(32);
  for (const wrong of [
    '',
    '-',
    setupCode(randomBytes(32)),
    setupCode(key).slice(1),
    `${setupCode(key)}0`,
    'x'.repeat(5000),
  ]) {
    expect(isSetupCode(key, wrong), wrong).toBe(false);
  }
});
