import type { Context } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { flash, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { withEngine } from './auth/engines.ts';
import type { SignInMethod } from './auth/frame.ts';
import { type Browser, letBrowserIn } from './browser.ts';
import { say } from './messages.ts';
import { holdRoles, livingPerson, type Person } from './person.ts';
import { type Offered, providers } from './providers.ts';
import { allows, rulesOf } from './rules/rules.ts';
import { beginHalf, STEP_COOKIE, STEP_MINUTES } from './second-step/half.ts';
import type { SecondStep } from './second-step/kinds.ts';
import { secondStepWanted } from './second-step/wanted.ts';
import { beginSession } from './session.ts';

export interface FirstFactor {
  identityId: string;
  method: SignInMethod;
  /** The account they come in to, when they have several. */
  accountId?: string | undefined;
  /**
   * `two`: what was passed was worth two factors, so no second step is asked for: a passkey that has verified its owner, or an
   * identity provider that is trusted with it.
   */
  assurance: 'one' | 'two';
  /** The session that the engine has begun for it in this transaction, if it has. */
  begun?: string | undefined;
  /** By a link that the operator made: neither the rules nor a required provider hold for it, the second step does. */
  byOperator?: boolean | undefined;
}

/**
 * `session`: the token of one that has begun. `step`: there is none yet, and this token opens the second step. `provider`: there
 * is none, because this person comes in by their identity provider only; its address.
 */
export type Passed = { session: string; notice?: string | undefined } | { step: string } | { provider: string };

/**
 * A first factor has been passed: every way in comes through here, whatever it is. Null when nobody may come in as this
 * identity, or not this way. Answer with `goOn`. The transaction is the system's afterwards.
 */
export async function passed(ctx: Ctx, first: FirstFactor, browser: Browser): Promise<Passed | null> {
  await elevate(ctx.db, ctx.workspace.id);
  const { identityId, method, begun } = first;
  await holdRoles(ctx, identityId);
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: identityId }, first.accountId);
  if (!living) return null;
  if (!first.byOperator && !allows(await rulesOf(ctx), living.person.kind, method)) return null;
  const free = method === 'sso' || first.byOperator;
  const provider = free ? null : await providers().required(ctx, living.person);
  const other = provider && !first.accountId ? await atAnother(ctx, living.person) : null;
  if (provider && !other) {
    if (begun) await undo(ctx, begun);
    return { provider: provider.href };
  }
  const person = other ?? living.person;
  const accountId = other?.accountId ?? first.accountId;
  const notice = other && provider ? saidOf(ctx, living.person, provider, other) : undefined;
  const whole = { person, method, accountId, begun };
  if (first.assurance === 'two') {
    const second = method === 'passkey' ? method : 'provider';
    return { session: await openSession(ctx, { ...whole, second }, browser), notice };
  }
  const wanted = await secondStepWanted(ctx, person, browser);
  if (wanted === 'step' || wanted === 'setup') {
    if (begun) await undo(ctx, begun);
    return { step: await beginHalf(ctx, { ...first, accountId }) };
  }
  const second = wanted === 'remembered' ? wanted : undefined;
  return { session: await openSession(ctx, { ...whole, second }, browser), notice };
}

type AtCustomer = Extract<Person, { kind: 'contact' }>;

/** Where else this person stands for a customer that lets them in without its provider. One that is down shuts its own customer only. */
async function atAnother(ctx: Ctx, person: Person): Promise<AtCustomer | null> {
  if (person.kind !== 'contact') return null;
  const { identityId } = person;
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('account_id as accountId')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityId)
    .where('account_id', '<>', person.accountId)
    .where('disabled_at', 'is', null)
    .orderBy('created_at')
    .execute();
  for (const { accountId } of rows) {
    const there = (await livingPerson(ctx.db, ctx.workspace.id, { id: identityId }, accountId))?.person;
    if (there?.kind === 'contact' && !(await providers().required(ctx, there))) return there;
  }
  return null;
}

const saidOf = (ctx: Ctx, wanted: Person, { name }: Offered, { accountName }: AtCustomer): string =>
  say(ctx.reader, 'signedIn.other', {
    account: accountName,
    other: wanted.kind === 'contact' ? wanted.accountName : '',
    provider: name,
  });

interface Whole {
  person: Person;
  method: SignInMethod;
  second: SecondStep | undefined;
  accountId?: string | undefined;
  begun?: string | undefined;
}

/** Nothing stands between this person and their session any more. Returns its token. */
export async function openSession(ctx: Ctx, { begun, accountId, ...whole }: Whole, browser: Browser): Promise<string> {
  const { person, method } = whole;
  const session = { method, ip: ctx.request.ip, agent: ctx.request.agent, accountId };
  const token =
    begun ??
    (
      await withEngine(ctx, { session }, async (engine) =>
        (await engine.$context).internalAdapter.createSession(person.identityId),
      )
    )?.token;
  if (!token) throw new Error('no session for somebody who has just come in');
  await beginSession(ctx, { token, ...whole }, browser);
  return token;
}

/** Nobody has seen it: it was made in this transaction. */
async function undo(ctx: Ctx, token: string): Promise<void> {
  await ctx.db
    .deleteFrom('sessions')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .execute();
}

/** The browser gets its session and goes to `next`, or to the second step on the way there. */
export function goOn(c: Context<Env>, result: Passed, browser: Browser, next: string): Response {
  if ('session' in result) {
    letBrowserIn(c, result.session, browser);
    if (result.notice) flash(c, result.notice);
    return c.redirect(next, 303);
  }
  if ('provider' in result) {
    return c.redirect(next === '/' ? result.provider : `${result.provider}?next=${encodeURIComponent(next)}`, 303);
  }
  writeCookie(c, STEP_COOKIE, result.step, STEP_MINUTES * 60);
  return c.redirect(next === '/' ? '/sign-in/step' : `/sign-in/step?next=${encodeURIComponent(next)}`, 303);
}
