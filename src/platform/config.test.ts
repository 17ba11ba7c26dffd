import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig, originOf } from './config.ts';

function problems(env: Record<string, string>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

test('an empty environment is a demo on this machine only', () => {
  const config = loadConfig({});
  expect(config).toMatchObject({ environment: 'production', host: '127.0.0.1', port: 3000, demo: true });
  expect(config.database).toEqual({ url: undefined, appUrl: undefined, jobsUrl: undefined, pool: 10, prepare: true });
  expect(config.uploadLimitBytes).toBe(50 * 1024 * 1024);
  expect(config.dataDir).toMatch(/^\/.*\/data$/);
});

test('a database of the operator’s own is not filled with the demo unless they say so', () => {
  const DATABASE_URL = 'postgresql://owner:pw@db/portico';
  expect(loadConfig({ DATABASE_URL }).demo).toBe(false);
  expect(loadConfig({ DATABASE_URL, DEMO: 'true' }).demo).toBe(true);
});

test('an empty variable counts as absent', () => {
  expect(loadConfig({ PORT: '', SMTP_URL: ' ' }).port).toBe(3000);
});

test('every portal shares the scheme and port of ORIGIN', () => {
  expect(originOf(loadConfig({ PORT: '8080' }), 'lumen.localhost')).toBe('http://lumen.localhost:8080');
  expect(originOf(loadConfig({ ORIGIN: 'https://portal.example.com' }), 'b.example.com')).toBe('https://b.example.com');
});

test('a size may be written for people', () => {
  expect(loadConfig({ UPLOAD_LIMIT: '2 MB' }).uploadLimitBytes).toBe(2_097_152);
  expect(loadConfig({ UPLOAD_LIMIT: '4096' }).uploadLimitBytes).toBe(4096);
});

test('proxies are given as addresses and networks of both families', () => {
  const { trustedProxies } = loadConfig({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
  expect(trustedProxies.map(([address, bits]) => `${address}/${bits}`)).toEqual(['10.0.0.0/8', '::1/128']);
});

test('a master key is taken in hexadecimal and in base64', () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7));
  expect(loadConfig({ MASTER_KEY: bytes.toString('hex') }).masterKey).toEqual(bytes);
  expect(loadConfig({ MASTER_KEY: bytes.toString('base64') }).masterKey).toEqual(bytes);
});

test('every wrong value is one line that names the variable', () => {
  const wrong = {
    PORT: '99999',
    HOST: 'everywhere',
    ORIGIN: 'portal.example.com',
    OPERATOR_HOST: 'https://operator',
    TRUSTED_PROXIES: '10.0.0.0/8, proxy',
    DATABASE_URL: 'mysql://db',
    DATABASE_POOL: '-1',
    SMTP_URL: 'mail.example.com:25',
    MAIL_FROM: 'nobody',
    UPLOAD_LIMIT: 'much',
    MASTER_KEY: 'a'.repeat(64),
    DEMO: 'yes',
    LOG_LEVEL: 'loud',
    NODE_ENV: 'prod',
  };
  const found = problems(wrong);
  expect(found.map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(Object.keys(wrong)));
  expect(found).toHaveLength(Object.keys(wrong).length);
  expect(found.find((line) => line.startsWith('PORT'))).toBe(
    'PORT must be a whole number from 1 to 65535, not "99999".',
  );
  expect(found.find((line) => line.startsWith('TRUSTED'))).toBe(
    'TRUSTED_PROXIES must be addresses or networks like 10.0.0.0/8, separated by commas, not "10.0.0.0/8, proxy".',
  );
  for (const line of found) expect(line).not.toContain('\n');
});

test.each([
  'Acme Support support@example.com',
  '<support@example.com',
  'support@müller.example',
  'Acme "x" <a@b.example>',
  'a@b_c.example',
])('a sender that no mail could be sent from is found when we start: %s', (from) => {
  expect(problems({ MAIL_FROM: from })).toHaveLength(1);
  expect(problems({ MAIL_FROM: 'Acme Support <support@example.com>' })).toEqual([]);
});

test('a wrong secret is not repeated', () => {
  expect(problems({ DATABASE_URL: 'mysql://user:hunter2@db' }).join()).not.toContain('hunter2');
  expect(problems({ MASTER_KEY: 'hunter2' }).join()).not.toContain('hunter2');
});

test('what belongs together is asked for together', () => {
  expect(problems({ SMTP_URL: 'smtp://localhost' })).toEqual(['MAIL_FROM is required when SMTP_URL is set.']);
  expect(problems({ DATABASE_APP_URL: 'postgres://a@b/c' })).toEqual(['DATABASE_APP_URL is set without DATABASE_URL.']);
});

test.each([
  ['MAIL_FROM', { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'nobody' }],
  ['MASTER_KEY', { MASTER_KEY: 'short', MASTER_KEY_BEFORE: createHash('sha256').update('before').digest('base64') }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://a@b/c', DATABASE_APP_URL: 'postgres://a@b/c' }],
])('what is set and wrong is told of once, and not as missing: %s', (name, env) => {
  expect(problems(env)).toEqual([expect.stringMatching(`^${name} must`)]);
});
