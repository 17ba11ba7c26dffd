import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { askedPath } from './asked-path.ts';
import { csrfToken } from './csrf.ts';
import { writerMark } from './drafts.ts';
import type { Env } from './env.ts';
import { asShown, type Shown, WAS_FIELD } from './rebased.ts';

export interface Guarded {
  /** Proof that the form stood on a page of ours. */
  token: string;
  /** Makes a second sending of the same form harmless. */
  once: string;
  /** Where the form stands, so that its writer can be led back. */
  page: string;
  /** Whose page it was: words written on it are given back to nobody else. */
  writer: string;
  /** For which customer its writer stood when they were given it; absent for the team, and where it makes no difference. */
  account?: string | undefined;
  /** The form holds what was kept of it: it says so, and takes it away when it is sent. */
  kept: boolean;
  /** Names of files that were sent with it and could not be kept. */
  lost?: string[] | undefined;
}

/** What every form of a page carries besides its fields. */
export function guardOf(c: Context<Env>, page?: string): Guarded {
  // Reading (GET, HEAD) brings no form.
  const form = c.req.method === 'POST' ? c.get('form') : undefined;
  const actor = c.get('ctx')?.actor;
  return {
    token: csrfToken(c.get('platform'), c.get('workspace').id, c.get('sessionToken')),
    once: randomUUID(),
    writer: writerMark(c.get('ctx')),
    account: actor?.kind === 'contact' ? actor.accountId : undefined,
    page: page ?? (form ? (form.get('_page') ?? '/') : askedPath(c)),
    kept: c.get('givenBack') === true || form?.get('_kept') === '1',
    lost: c.get('lostFiles'),
  };
}

/** The hidden fields of a form that posts. `stored` is what it is about as it is now, for `rebased`. */
export function Guard({ guard, stored }: { guard: Guarded; stored?: Shown | undefined }) {
  return (
    <>
      {hidden('_token', guard.token)}
      {hidden('_once', guard.once)}
      {hidden('_page', guard.page)}
      {guard.writer && hidden('_writer', guard.writer)}
      {guard.account && hidden('_account', guard.account)}
      {stored && hidden(WAS_FIELD, asShown(stored))}
      {guard.kept && hidden('_kept', '1')}
    </>
  );
}

/** As `<input>` of JSX, at a fraction of its cost: a page has a form for each thing that can be done on it. */
const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}"/>`;
