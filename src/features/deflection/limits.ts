import type { Context } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { type Budget, take } from '#platform/http/rate-limit.ts';

/** Nobody writes a subject in so many pieces. */
const ASKING: Budget = { purpose: 'answers before a ticket', limit: 300, windowSeconds: 600 };

export const limits = [
  {
    path: '/support/new/answers',
    method: 'POST' as const,
    check: ({ var: { platform, workspace, sessionToken, ip } }: Context<Env>): Promise<void> =>
      take(platform, workspace.id, ASKING, sessionToken || ip),
  },
];
