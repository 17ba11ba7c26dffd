import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { firstRun } from '#features/workspaces/index.ts';
import { originOf } from '#platform/config.ts';
import type { Env } from '#platform/http/env.ts';
import { canonicalHost, type Portals } from '#platform/http/portals.ts';

/** Finds the portal a request was made for. The Host header alone decides, so a proxy passes it on. */
export const portalByHost = (portals: Portals): MiddlewareHandler<Env> => {
  return async (c, next) => {
    const { platform } = c.var;
    const host = namedHost(c.req.raw, c.env);
    const portal = host ? await portals.find(host) : null;
    if (portal) {
      c.set('workspace', portal.workspace);
      c.set('closed', portal.closed);
      const origin = originOf(platform.config, portal.host);
      const first = originOf(platform.config, portal.firstHost);
      c.set('portal', { id: portal.id, host: portal.host, origin, first });
    }
    await next();
  };
};

/**
 * The host a request names. A request line that is a whole address (proxies send such) must name the one that the Host
 * header names: two of them would let a cache or a proxy in front think of another portal than we do.
 */
export function namedHost(request: Request, env: unknown): string | null {
  const host = canonicalHost(request.headers.get('host') ?? undefined);
  const target = (env as Partial<HttpBindings> | undefined)?.incoming?.url ?? '/';
  if (target.startsWith('/') || !/^[a-z]+:\/\//i.test(target)) return host;
  return URL.canParse(target) && canonicalHost(new URL(target).host) === host ? host : null;
}

const CUSTOMERS = /^\/(inbox|customers|support|activity|settings|knowledge|help|team-invitation)(\/|$)/;

/** The installation's own workspace has no customers, so the rooms that are about them are not there. */
export const businessOnly: MiddlewareHandler<Env> = async (c, next) => {
  if (c.var.workspace.isInstallation && CUSTOMERS.test(c.req.path)) return c.notFound();
  await next();
};

/** A host that belongs to nobody: the first-run page while the installation is empty, else an answer that names nothing. */
export const firstRunOrNobody = (portals: Portals): MiddlewareHandler<Env> => {
  return async (c, next) => {
    if (c.get('portal')) return next();
    if (c.req.path === '/offline-worker.js') return c.notFound();
    if (!(await portals.anyWorkspace())) {
      const answer = await firstRun.fetch(c.req.raw, { ...(c.env as object), platform: c.var.platform, ip: c.var.ip });
      portals.forget();
      return answer;
    }
    return c.text('There is no portal at this address.\n', 421);
  };
};
