import { randomUUID } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { csrfToken } from '#platform/http/csrf.ts';
import type { Env } from '#platform/http/env.ts';
import { localPath } from '#platform/http/local-path.ts';
import { networkOf } from '#platform/http/rate-limit.ts';
import { negotiateLocale } from '#platform/i18n/negotiate.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { fairLine } from './auth/line.ts';
import { knownDevice } from './browser.ts';
import { crowdPage } from './views/crowd.tsx';

/** So many attempts hold a connection to the database at once: the others are for people who are in already. */
const INSIDE = 4;
/** More than these would wait longer than anybody does. */
const MOST_WAITING = 30;
const RETRY_SECONDS = 5;
const MOST_NETWORKS = 20_000;

const line = fairLine(INSIDE, MOST_WAITING);

/** Where somebody was right, since this process began. */
const networks = new Set<string>();

export function rememberNetwork(workspaceId: string, ip: string): void {
  if (networks.size >= MOST_NETWORKS) networks.clear();
  networks.add(`${workspaceId} ${networkOf(ip)}`);
}

/**
 * An attempt that will be hashed waits its turn before it touches the database: a flood of them waits here, and in nobody's way. Whom the
 * line has no place for gets the form back at once.
 */
export const inTurn: MiddlewareHandler<Env> = async (c, next) => {
  if (c.req.method !== 'POST') return next();
  if (!(await line.enter(standingOf(c)))) return turnAway(c);
  try {
    await next();
  } finally {
    line.leave();
  }
};

/** Half of the turns are for who has come in before, by their browser or from their network: no crowd of strangers can have those. */
function standingOf(c: Context<Env>) {
  const { workspace, ip } = c.var;
  const network = networkOf(ip);
  const device = knownDevice(c);
  const known = device !== null || networks.has(`${workspace.id} ${network}`);
  return [known ? 'known' : 'stranger', workspace.id, device ?? network] as const;
}

function turnAway(c: Context<Env>): Response {
  const { platform, workspace, sessionToken, form } = c.var;
  const locale = negotiateLocale(c.req.header('accept-language'), undefined, workspace.locale);
  const token = csrfToken(platform, workspace.id, sessionToken);
  const guard = { token, once: randomUUID(), writer: '', page: '', kept: false };
  const typed = { email: form.get('email')?.slice(0, 254), next: localPath(form.get('next')) };
  c.header('retry-after', String(RETRY_SECONDS));
  c.header('x-portico-problem', 'refused');
  // Not compressed: there are many of them when there is one.
  return c.html(crowdPage({ workspace, locale, mails: sendsMail(platform.config), guard, ...typed }), 503);
}
