import { z } from 'zod';
import type { Form } from '#platform/http/form.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { line } from '#platform/http/line.ts';

const MAX = 254;
const MAX_LOCAL = 64;
const HOST = /@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** Addresses as people have them: no quoted local parts, no comments. What the sign-in engine holds an address against. */
const usual = z.email();

/** The address in the one form it is stored and looked up in; null when it is none. */
export function emailAddress(text: string): string | null {
  const given = text.trim();
  // Before lower-casing: the Kelvin sign would become a plain k, and other letters only look like ours.
  if (given.length > MAX || !/^[\x21-\x7e]+$/.test(given)) return null;
  const address = given.toLowerCase();
  return address.indexOf('@') <= MAX_LOCAL && HOST.test(address) && usual.safeParse(address).success ? address : null;
}

/** The address somebody typed. A form that names it twice, as a list or over several lines is nobody's typing: 400. */
export function postedEmail(form: Form): { address: string | null; typed: string } {
  const all = form.all('email');
  const shaped = [...form.fields.keys()].some((name) => name !== 'email' && /^email\W/.test(name));
  const typed = all[0] ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be in it
  if (all.length > 1 || shaped || /[\u0000-\u001f\u007f]/.test(typed)) throw new HttpError(400, 'one address');
  return { address: emailAddress(typed), typed: typed.slice(0, MAX) };
}

/** The address of somebody else, as a field of a form. */
export const addressLine = (wrong: string) =>
  line(MAX, wrong)
    .transform((text) => emailAddress(text) ?? '')
    .refine((address) => address !== '', wrong);
