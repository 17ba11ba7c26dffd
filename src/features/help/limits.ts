import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { type Budget, networkOf, take } from '#platform/http/rate-limit.ts';

const HOUR = 3600;

const NETWORK: Budget = { purpose: 'help votes network', limit: 40, windowSeconds: HOUR };
/** From many networks: no owner's bell rings all day. */
const EVERYBODY: Budget = { purpose: 'help votes everybody', limit: 2_000, windowSeconds: HOUR };

async function votes(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip } = c.var;
  await take(platform, workspace.id, NETWORK, networkOf(ip));
  await take(platform, workspace.id, EVERYBODY, '');
}

export const limits = [{ path: '/help/:locale/:slug/votes', method: 'POST' as const, check: votes }];
