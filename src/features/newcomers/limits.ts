import type { Context } from 'hono';
import { postedEmail } from '#features/identity/index.ts';
import type { Env } from '#platform/http/env.ts';
import { type Budget, networkOf, take } from '#platform/http/rate-limit.ts';

const HOUR = 3600;

/** A customer's office that was told of the portal this morning. */
const NETWORK: Budget = { purpose: 'sign-up network', limit: 60, windowSeconds: HOUR, shared: true };
/** An address nobody has is counted like any other, or the count would tell. */
const ADDRESS: Budget = { purpose: 'sign-up', limit: 3, windowSeconds: HOUR };
/** The whole portal: a flood from many networks fills neither the team's page nor strangers' mailboxes. */
const EVERYBODY: Budget = { purpose: 'sign-up everybody', limit: 300, windowSeconds: HOUR };
/** A token cannot be guessed; this only bounds the work. */
const TOKENS: Budget = { purpose: 'sign-up token', limit: 300, windowSeconds: 900, shared: true };

async function ask(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip, form } = c.var;
  await take(platform, workspace.id, NETWORK, networkOf(ip));
  const { address } = postedEmail(form);
  if (address) await take(platform, workspace.id, ADDRESS, address);
  await take(platform, workspace.id, EVERYBODY, '');
}

const prove = ({ var: { platform, workspace, ip } }: Context<Env>): Promise<void> =>
  take(platform, workspace.id, TOKENS, networkOf(ip));

export const limits = [
  { path: '/sign-up', method: 'POST' as const, check: ask },
  { path: '/sign-up/proof', method: 'POST' as const, check: prove },
];
