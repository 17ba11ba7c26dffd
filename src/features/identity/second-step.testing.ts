import { Secret, TOTP } from 'otpauth';
import { parse } from 'parse5';
import { expect } from 'vitest';
import { type Answer, as, attribute, type Client, elements, hiddenFields, visitor } from '#test/client.ts';
import type { TestPortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { givePassword, PASSWORD, tryPassword } from './doors.testing.ts';
import { Authenticator } from './passkeys/authenticator.testing.ts';

/** The hidden fields of a form on a page that was fetched already. */
export function formOn({ text, status }: Answer, action: string): Record<string, string> {
  const found = hiddenFields(text, action);
  if (!found) throw new Error(`no form that posts to ${action} (${status})`);
  return found;
}

/** The code an app shows, so many half minutes from now. */
export const codeOf = (secret: string, later = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 }).generate({
    timestamp: Date.now() + later * 30_000,
  });

/** Waits for the next half minute when this one is nearly over: a code of the one before is right for a few seconds yet. */
export async function earlyInTheStep(): Promise<void> {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 5_000) await new Promise((resolve) => setTimeout(resolve, left));
}

/** A code that is not right now, a little earlier, or a little later. */
export function wrongCode(secret: string): string {
  const right = [-2, -1, 0, 1, 2].map((later) => codeOf(secret, later));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code))!;
}

/** Sets up an app as a person does. Returns its secret and the answer. */
export async function setUpApp(client: Client, later = 0): Promise<{ secret: string; answer: Answer }> {
  if (later < 0) await earlyInTheStep();
  const page = await client.get('/account/app');
  const secret = /id="app-key"[^>]*>([A-Z2-7 \n]+)</.exec(page.text)![1]!.replace(/\s/g, '');
  const form = formOn(page, '/account/app');
  return { secret, answer: await client.postRaw('/account/app', { ...form, code: codeOf(secret, later) }) };
}

/** Keeps ten recovery codes as a person does. */
export async function keepCodes(client: Client): Promise<string[]> {
  const page = await client.get('/account/recovery-codes');
  const list = [...page.text.matchAll(/<code>([a-z0-9]{5}-[a-z0-9]{5})<\/code>/g)].map((match) => match[1]!);
  await client.postRaw('/account/recovery-codes', formOn(page, '/account/recovery-codes'));
  return list;
}

/** What a page asks a passkey for. */
export function questionOn(html: string): string {
  for (const button of elements(parse(html), 'button')) {
    const options = attribute(button, 'data-passkey-options');
    if (options) return options;
  }
  throw new Error('no passkey is asked for on this page');
}

/** Adds a passkey as a browser does; returns the device it is on. */
export async function addPasskey(client: Client, origin: string, name = 'Work laptop'): Promise<Authenticator> {
  const page = await client.get('/account/passkeys/new');
  const device = new Authenticator(origin);
  const form = formOn(page, '/account/passkeys');
  const answer = await client.postRaw('/account/passkeys', {
    ...form,
    name,
    _passkey: device.create(questionOn(page.text)),
  });
  if (answer.status !== 303) throw new Error(`no passkey was added: ${answer.status}`);
  return device;
}

/** Dana with a password and an app, set up a minute ago, so that the code of now is still to be used. */
export async function danaWithApp(portal: TestPortal): Promise<{ world: World; home: Client; secret: string }> {
  const world = await newWorld(portal);
  await givePassword(portal, world.dana);
  const home = as(portal, world.dana);
  return { world, home, secret: (await setUpApp(home, -1)).secret };
}

/** A browser of hers that has typed the password and is asked for the step. */
export async function beforeTheStep(portal: TestPortal, world: World, next = '/'): Promise<Client> {
  const client = visitor(portal, world);
  const answer = await tryPassword(client, world.dana.email, PASSWORD, next);
  expect([answer.status, answer.location?.split('?')[0]]).toEqual([303, '/sign-in/step']);
  return client;
}

export const typeCode = (client: Client, code: string, more: Record<string, string> = {}): Promise<Answer> =>
  client.submit('/sign-in/step?next=%2Fnotifications', '/sign-in/step/code', { code, ...more });
