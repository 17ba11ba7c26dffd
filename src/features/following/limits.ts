import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { type Budget, networkOf, take } from '#platform/http/rate-limit.ts';

const CLICKS: Budget = { purpose: 'following', limit: 120, windowSeconds: 3_600 };
const ENDING: Budget = { purpose: 'end of following', limit: 60, windowSeconds: 3_600 };

const clicks = ({ var: { platform, workspace, sessionToken, ip } }: Context<Env>): Promise<void> =>
  take(platform, workspace.id, CLICKS, sessionToken || networkOf(ip));

const ending = ({ var: { platform, workspace, ip } }: Context<Env>): Promise<void> =>
  take(platform, workspace.id, ENDING, networkOf(ip));

const post = 'POST' as const;

export const limits = [
  { path: '/help/:category/follow', method: post, check: clicks },
  { path: '/help/:locale/:slug/follow', method: post, check: clicks },
  { path: '/account/following/ending', method: post, check: ending },
];
