import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { deriveKey, sign, verify } from '../crypto.ts';
import type { Env } from './env.ts';

/**
 * Cookies belong to one host. Over https they carry the __Host- prefix, which the browser enforces: no parent domain, no
 * sibling can set or shadow them. Plain http (a demo on localhost) cannot have it.
 */
function options(c: Context<Env>) {
  const secure = c.get('portal').origin.startsWith('https:');
  return { path: '/', httpOnly: true, sameSite: 'Lax' as const, secure };
}

const prefixed = (c: Context<Env>, name: string): string =>
  c.get('portal').origin.startsWith('https:') ? `__Host-${name}` : name;

export function readCookie(c: Context<Env>, name: string): string {
  return getCookie(c, prefixed(c, name)) ?? '';
}

/** `maxAge` in seconds; without it the cookie ends with the browser session. */
export function writeCookie(c: Context<Env>, name: string, value: string, maxAge?: number): void {
  setCookie(c, prefixed(c, name), value, { ...options(c), ...(maxAge === undefined ? {} : { maxAge }) });
}

export function clearCookie(c: Context<Env>, name: string): void {
  deleteCookie(c, prefixed(c, name), options(c));
}

export const SESSION_COOKIE = 'portico_session';
/** A look at the portal as a customer: of no use without the session it was begun in. */
export const VIEW_COOKIE = 'portico_view';
const FLASH_COOKIE = 'portico_flash';
const FLASH_SECONDS = 60;

/** A button beside what was said, which takes back what was done: a form that posts `fields` to `action`. */
export interface Undo {
  label: string;
  action: string;
  fields: Record<string, string>;
}

export interface Said {
  text: string;
  undo?: Undo | undefined;
}

/** A sentence for the next page, such as "Reply sent." Sealed, because it is shown as ours. */
export function flash(c: Context<Env>, text: string, undo?: Undo): void {
  const key = deriveKey(c.get('platform').masterKey, 'flash', c.get('workspace').id);
  writeCookie(
    c,
    FLASH_COOKIE,
    sign(key, undo ? { text, undo } : text, new Date(Date.now() + FLASH_SECONDS * 1000)),
    FLASH_SECONDS,
  );
}

/** The sentence left by the request before, once. */
export function takeFlash(c: Context<Env>): Said | null {
  const token = readCookie(c, FLASH_COOKIE);
  if (!token) return null;
  clearCookie(c, FLASH_COOKIE);
  const key = deriveKey(c.get('platform').masterKey, 'flash', c.get('workspace').id);
  const seal = verify(key, token, new Date());
  if (!seal.ok) return null;
  return typeof seal.payload === 'string' ? { text: seal.payload } : (seal.payload as Said);
}
