import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { giveBack, networkOf, take } from '#platform/http/rate-limit.ts';
import type { Platform } from '#platform/platform.ts';
import { postedEmail } from './email.ts';
import { PROOF_FIELD } from './proof.tsx';

const QUARTER = 15 * 60;
const HOUR = 60 * 60;

/**
 * `person`: by the address in the form, so that many networks cannot try one password each. `network`: the other way round.
 * A right password is given back to the person's budget, which bounds guessing and not signing in.
 */
const BUDGETS = {
  password: {
    person: { purpose: 'sign-in', limit: 10, windowSeconds: QUARTER },
    network: { purpose: 'sign-in network', limit: 30, windowSeconds: QUARTER },
  },
  link: {
    person: { purpose: 'link', limit: 5, windowSeconds: HOUR },
    network: { purpose: 'link network', limit: 20, windowSeconds: HOUR },
  },
  // By the session that asks: whoever has stolen one must not try its owner's passwords.
  proof: { purpose: 'proof', limit: 10, windowSeconds: QUARTER },
  // A token cannot be guessed; this only bounds the work.
  token: { network: { purpose: 'token network', limit: 60, windowSeconds: QUARTER } },
} as const;

const limited = (path: string, kind: 'password' | 'link' | 'token') => ({
  path,
  method: 'POST' as const,
  async check(c: Context<Env>): Promise<void> {
    const { platform, workspace, ip, form } = c.var;
    const budget = BUDGETS[kind];
    await take(platform, workspace.id, budget.network, networkOf(ip));
    const address = 'person' in budget ? postedEmail(form).address : null;
    // An address nobody has is counted like any other, or the count would tell.
    if ('person' in budget && address) await take(platform, workspace.id, budget.person, address);
  },
});

export const giveBackPassword = (platform: Platform, workspaceId: string, address: string): Promise<void> =>
  giveBack(platform, workspaceId, BUDGETS.password.person, address);

/** Any form may ask for a password (`askProof`). */
const provable = {
  path: '*',
  method: 'POST' as const,
  async check(c: Context<Env>): Promise<void> {
    const { platform, workspace, form, sessionToken } = c.var;
    if (form.get(PROOF_FIELD)) await take(platform, workspace.id, BUDGETS.proof, sessionToken);
  },
};

export const limits = [
  provable,
  limited('/sign-in/password', 'password'),
  limited('/sign-in/link', 'link'),
  limited('/account/proof', 'token'),
  limited('/sign-in/link/session', 'token'),
  limited('/sign-in/device', 'token'),
  limited('/invitation', 'token'),
];
