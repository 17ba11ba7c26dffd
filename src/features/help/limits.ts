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

/** Of strangers, who are as many as they like; a network is a whole office. */
const LOOKING: Budget = { purpose: 'help search', limit: 240, windowSeconds: 600 };
/** Whether a session is one is not known yet: anybody may send something that looks so. */
const WITH_SESSION: Budget = { purpose: 'help search signed in', limit: 2_400, windowSeconds: 600 };

async function looking(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip, sessionToken } = c.var;
  await take(platform, workspace.id, sessionToken ? WITH_SESSION : LOOKING, networkOf(ip));
}

/** Somebody who types asks at each pause of their fingers; past this they search by Enter. */
const TYPING: Budget = { purpose: 'help search typing', limit: 900, windowSeconds: 600 };

async function typing(c: Context<Env>): Promise<void> {
  const { platform, workspace, ip } = c.var;
  await take(platform, workspace.id, TYPING, networkOf(ip));
}

export const limits = [
  { path: '/help/:locale/:slug/votes', method: 'POST' as const, check: votes },
  { path: '/help/search', method: 'GET' as const, check: looking },
  { path: '/help/search/typing', method: 'GET' as const, check: typing },
  { path: '/help/search/opened', method: 'GET' as const, check: looking },
];
