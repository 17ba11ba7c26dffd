import type { Context } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { readCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { type Budget, networkOf, take } from '#platform/http/rate-limit.ts';
import { CODE_COOKIE } from './session.ts';

const QUARTER = 900;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Letters with codes, by the link: there is one address behind each. */
const LETTERS: Budget = { purpose: 'guest letters', limit: 5, windowSeconds: HOUR };
const LETTERS_NETWORK: Budget = { purpose: 'guest letters network', limit: 60, windowSeconds: HOUR, shared: true };
/** Six digits: guesses are counted by letter, by link, by network, and all together. */
const ONE_CODE: Budget = { purpose: 'guest one code', limit: 5, windowSeconds: HOUR };
const GUESSES: Budget = { purpose: 'guest code', limit: 10, windowSeconds: QUARTER };
const GUESSES_DAY: Budget = { purpose: 'guest code by day', limit: 40, windowSeconds: DAY };
const GUESSES_NETWORK: Budget = { purpose: 'guest code network', limit: 100, windowSeconds: QUARTER, shared: true };
const GUESSES_EVERYBODY: Budget = { purpose: 'guest code everybody', limit: 2_000, windowSeconds: HOUR };
/** Mails to strangers, by who sends them. */
const SHARING: Budget = { purpose: 'guest sharing', limit: 40, windowSeconds: HOUR };

const linkOf = (c: Context<Env>): string => sha256Hex(c.var.form.get('token') ?? '');

async function letter(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip } = c.var;
  await take(platform, workspace.id, LETTERS_NETWORK, networkOf(ip));
  await take(platform, workspace.id, LETTERS, linkOf(c));
}

async function guess(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip } = c.var;
  await take(platform, workspace.id, GUESSES_NETWORK, networkOf(ip));
  const request = readCookie(c, CODE_COOKIE);
  if (request) await take(platform, workspace.id, ONE_CODE, sha256Hex(request));
  await take(platform, workspace.id, GUESSES, linkOf(c));
  await take(platform, workspace.id, GUESSES_DAY, linkOf(c));
  await take(platform, workspace.id, GUESSES_EVERYBODY, '');
}

const sharing = ({ var: { platform, workspace, sessionToken, ip } }: Context<Env>): Promise<void> =>
  take(platform, workspace.id, SHARING, sessionToken || ip);

export const limits = [
  { path: '/shared/code', method: 'POST' as const, check: letter },
  { path: '/shared/session', method: 'POST' as const, check: guess },
  { path: '/inbox/:number/guests', method: 'POST' as const, check: sharing },
  { path: '/inbox/:number/guests/:guest/letter', method: 'POST' as const, check: sharing },
];
