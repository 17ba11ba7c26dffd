import type { Context } from 'hono';
import { sha256Hex } from '#platform/crypto.ts';
import { asSystem } from '#platform/db/scope.ts';
import { readCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import { type Budget, giveBack, networkOf, take } from '#platform/http/rate-limit.ts';
import { knownDevice } from './browser.ts';
import { postedEmail } from './email.ts';
import { asksForLetter, PROOF_FIELD } from './proof-field.ts';
import { STEP_COOKIE, whoseHalf } from './second-step/half.ts';
import { secondsToWait, sentIn } from './sent.ts';
import { cameWith } from './sessions.ts';

const QUARTER = 15 * 60;
const HOUR = 60 * 60;
const DAY = 24 * HOUR;

/**
 * `person`: by whom it is about, so that many networks cannot try one guess each. `network`: the other way round. `everybody`: the
 * whole workspace, for guesses that are short. What was right is given back: the budgets bound guessing, not signing in. An
 * office of fifty comes from one network, on a Monday within minutes, and some of them mistype; at one moment there are as many attempts
 * of which nobody knows yet.
 */
interface Budgets {
  person?: readonly Budget[];
  network: Budget;
  everybody?: Budget;
}

/**
 * Every letter asked for takes of it, whether anybody has the address: else one could find out who has an account. The one that was
 * wanted gives back where it is used.
 */
const LINKS: Budget = { purpose: 'link network', limit: 120, windowSeconds: HOUR, shared: true };
const STEPS: Budget = { purpose: 'step network', limit: 100, windowSeconds: QUARTER, shared: true };

const BUDGETS = {
  password: {
    person: [{ purpose: 'sign-in', limit: 10, windowSeconds: QUARTER }],
    network: { purpose: 'sign-in network', limit: 100, windowSeconds: QUARTER, shared: true },
  },
  link: {
    person: [{ purpose: 'link', limit: 5, windowSeconds: HOUR }],
    network: LINKS,
  },
  // It goes to whoever is signed in, by their session: who has stolen one must not bury what its owner is told under letters. What is opened gives
  // back to the network, so it takes of that as well.
  proofByLink: {
    person: [{ purpose: 'proof by link', limit: 5, windowSeconds: HOUR }],
    network: LINKS,
  },
  // Six digits: a million guesses, three of which an app takes at any moment.
  code: {
    person: [
      { purpose: 'code', limit: 10, windowSeconds: QUARTER },
      { purpose: 'code by day', limit: 40, windowSeconds: DAY },
    ],
    network: { purpose: 'code network', limit: 100, windowSeconds: QUARTER, shared: true },
    everybody: { purpose: 'code everybody', limit: 2_000, windowSeconds: HOUR },
  },
  step: {
    person: [
      { purpose: 'step', limit: 10, windowSeconds: QUARTER },
      { purpose: 'step by day', limit: 40, windowSeconds: DAY },
    ],
    network: STEPS,
    everybody: { purpose: 'step everybody', limit: 2_000, windowSeconds: HOUR },
  },
  // Apart from the app's codes: whoever is locked out there has these left.
  recovery: {
    person: [{ purpose: 'recovery', limit: 10, windowSeconds: QUARTER }],
    network: STEPS,
  },
  // A token or a passkey cannot be guessed; this only bounds the work.
  token: { network: { purpose: 'token network', limit: 400, windowSeconds: QUARTER, shared: true } },
} as const satisfies Record<string, Budgets>;

/** One letter with a code is worth so many guesses. */
const ONE_CODE = { purpose: 'one code', limit: 5, windowSeconds: HOUR };
/** By the session that asks: whoever has stolen one must not try its owner's passwords. */
const PROOF = { purpose: 'proof', limit: 10, windowSeconds: QUARTER };

type Taken = [Budget, string];

/** What a request has used up and gets back when it was right. */
const taken = new WeakMap<Request, Taken[]>();

async function takeAll(c: Context<Env>, kind: keyof typeof BUDGETS, people: string[]): Promise<void> {
  const { platform, workspace, ip } = c.var;
  const { network, person = [], everybody }: Budgets = BUDGETS[kind];
  const wanted: Taken[] = [[network, networkOf(ip)]];
  wanted.push(...people.flatMap((who) => person.map((budget): Taken => [budget, who])));
  if (everybody) wanted.push([everybody, '']);
  for (const [budget, who] of wanted) await take(platform, workspace.id, budget, who);
  taken.set(c.req.raw, wanted);
}

/** Gives back what a right attempt has used up. In transactions of its own: not inside a route. */
export async function giveBackTaken(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip } = c.var;
  const all = [...(taken.get(c.req.raw) ?? [])];
  if (BY_LETTER.has(c.req.path)) all.push([LINKS, networkOf(ip)]);
  for (const [budget, who] of all) await giveBack(platform, workspace.id, budget, who);
}

/** Where a letter that was asked for brings somebody in. */
const BY_LETTER = new Set(['/sign-in/code', '/sign-in/link/session', '/sign-in/password/new']);

type Whom = (c: Context<Env>) => string[] | Promise<string[]>;
const nobody: Whom = () => [];

/** A proof that is given with the form, or a letter that is asked for instead. */
const proof = {
  path: '/account/proof',
  method: 'POST' as const,
  check: (c: Context<Env>): Promise<void> =>
    asksForLetter(c.var.form) ? takeAll(c, 'proofByLink', [c.var.sessionToken]) : takeAll(c, 'token', []),
};

const limited = (path: string, kind: keyof typeof BUDGETS, whom: Whom = nobody) => ({
  path,
  method: 'POST' as const,
  check: async (c: Context<Env>): Promise<void> => takeAll(c, kind, await whom(c)),
});

/** An address nobody has is counted like any other, or the count would tell. */
const byAddress: Whom = (c) => {
  const { address } = postedEmail(c.var.form);
  return address ? [address] : [];
};

const byLetter: Whom = async (c) => {
  const { platform, workspace, form } = c.var;
  const sent = sentIn(platform, workspace.id, form.get('to') ?? '', new Date());
  if (!sent) return [];
  await take(platform, workspace.id, ONE_CODE, sent.request);
  return [sent.email];
};

/**
 * In a browser that they have come in with before they are counted apart: whoever knows a password and guesses at the rest keeps its owner
 * out nowhere they have been.
 */
const byHalf: Whom = async (c) => {
  const { platform, workspace } = c.var;
  const token = readCookie(c, STEP_COOKIE);
  const device = knownDevice(c);
  return asSystem(platform.pool, workspace.id, async (db) => {
    const who = await whoseHalf(db, workspace.id, token, new Date());
    if (!who) return [];
    const own = device !== null && (await cameWith(db, workspace.id, who, device));
    return [own ? `${who} ${sha256Hex(device)}` : who];
  });
};

/** Any form may ask for a password (`askProof`). */
const provable = {
  path: '*',
  method: 'POST' as const,
  async check(c: Context<Env>): Promise<void> {
    const { platform, workspace, form, sessionToken } = c.var;
    if (form.get(PROOF_FIELD)) await take(platform, workspace.id, PROOF, sessionToken);
  },
};

/** Whoever asks again too soon is only told to wait, and loses none of the times that they may. */
const letter = (path: string) => ({
  path,
  method: 'POST' as const,
  async check(c: Context<Env>): Promise<void> {
    const { platform, workspace, form } = c.var;
    const now = new Date();
    const people = await byAddress(c);
    const sent = sentIn(platform, workspace.id, form.get('to') ?? '', now);
    if (sent && people.includes(sent.email) && secondsToWait(sent, now) > 0) return;
    await takeAll(c, 'link', people);
  },
});

export const limits = [
  provable,
  limited('/sign-in/password', 'password', byAddress),
  letter('/sign-in/link'),
  letter('/sign-in/password/forgotten'),
  limited('/sign-in/password/new', 'token'),
  limited('/sign-in/code', 'code', byLetter),
  limited('/sign-in/passkey', 'token'),
  limited('/sign-in/step/code', 'step', byHalf),
  limited('/sign-in/step/recovery', 'recovery', byHalf),
  limited('/sign-in/step/passkey', 'token'),
  proof,
  limited('/account/address', 'link', byAddress),
  limited('/account/address/proof', 'token'),
  limited('/sign-in/link/session', 'token'),
  limited('/sign-in/device', 'token'),
  limited('/invitation', 'token'),
];
