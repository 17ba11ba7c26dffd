import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { deriveKey, randomToken, sameSecret } from '#platform/crypto.ts';
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
  const [device = ''] = readCookie(c, DEVICE_COOKIE).split('.');
  return { session: c.var.sessionToken, device: TOKEN.test(device) ? device : randomToken() };
}

/** A browser that somebody has come in with here: we have sealed its cookie. Null for any other, whatever it says. */
export function knownDevice(c: Context<Env>): string | null {
  const [device = '', seal = ''] = readCookie(c, DEVICE_COOKIE).split('.');
  return TOKEN.test(device) && sameSecret(seal, sealOf(c, device)) ? device : null;
}

// The first business's owner comes in before there is a workspace; their browser is known from the next time on.
const sealOf = (c: Context<Env>, device: string): string =>
  createHmac('sha256', deriveKey(c.var.platform.masterKey, 'device', c.get('workspace')?.id))
    .update(device)
    .digest('base64url');

/** One that nobody has come with yet. */
export const newBrowser = (): Browser => ({ session: '', device: randomToken() });

/** Gives the browser its new session. Better-auth's own cookies never come this far. */
export function letBrowserIn(c: Context<Env>, token: string, { device }: Pick<Browser, 'device'>): void {
  writeCookie(c, SESSION_COOKIE, token, COOKIE_DAYS * 86_400);
  writeCookie(c, DEVICE_COOKIE, `${device}.${sealOf(c, device)}`, DEVICE_DAYS * 86_400);
}
