import type { Context } from 'hono';
import { randomToken } from '#platform/crypto.ts';
import { readCookie, SESSION_COOKIE, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { COOKIE_DAYS, DEVICE_DAYS } from './terms.ts';

const DEVICE_COOKIE = 'portico_device';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** What a browser brings to a sign-in. */
export interface Browser {
  /** The token of the session it had before; empty for none. */
  session: string;
  /** What it is recognised by; it opens nothing. Empty for one that cannot be recognised. */
  device: string;
}

/** A browser without a device gets one with the session it is let in with. */
export function browserOf(c: Context<Env>): Browser {
  const device = readCookie(c, DEVICE_COOKIE);
  return { session: c.var.sessionToken, device: TOKEN.test(device) ? device : randomToken() };
}

/** One that nobody has come with yet. */
export const newBrowser = (): Browser => ({ session: '', device: randomToken() });

/** Gives the browser its new session. Better-auth's own cookies never come this far. */
export function letBrowserIn(c: Context<Env>, token: string, { device }: Pick<Browser, 'device'>): void {
  writeCookie(c, SESSION_COOKIE, token, COOKIE_DAYS * 86_400);
  writeCookie(c, DEVICE_COOKIE, device, DEVICE_DAYS * 86_400);
}
