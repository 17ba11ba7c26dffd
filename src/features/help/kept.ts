import type { Context, MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { getQueryParam } from 'hono/utils/url';
import { HELP_TOPIC, SHARED } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { encodingOf, packed } from '#platform/http/compressed.ts';
import { SESSION_COOKIE } from '#platform/http/cookies.ts';
import type { Env, KeptPage } from '#platform/http/env.ts';
import { headersAt } from '#platform/http/security-headers.ts';
import type { Platform } from '#platform/platform.ts';
import { languagesAsked } from './language.ts';

/** Kept no longer: what goes by the clock (a text that ends, a date in words) shows in time, whatever was heard. */
const LONGEST_MS = 60_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Entry {
  workspaceId: string;
  /** The route that made it, for the metrics. */
  route: string;
  until: number;
  bytes: number;
  answer(request: Request, requestId: string): Response;
}

export interface KeptPages {
  /** The way on which they are made: what a route gives to `keep` is kept. */
  keeping: MiddlewareHandler<Env>;
  /** The page of an address that `mayBeKept`, if it is kept. */
  find(request: Request, path: string, portalId: string): Entry | undefined;
}

/** Not what somebody looks for: there is no end of that. */
const PATHS = /^\/(help(\/(?!search(\/|$))|$)|sitemap\.xml$|sitemap\/|robots\.txt$)/;
/** What an address of the help center may ask for besides. Anything else in it changes nothing, and takes no place here. */
const ASKED = ['lang', 'page', 'thanks'];

/** Whether it may be a page that is the same for everybody: who brings a cookie of a session is not answered from here, whatever is in it. */
export const mayBeKept = (request: Request, path: string): boolean =>
  PATHS.test(path) &&
  (request.method === 'GET' || request.method === 'HEAD') &&
  !request.headers.get('cookie')?.includes(SESSION_COOKIE);

/**
 * What is the same for every visitor is made once and given to all, until somebody changes what readers see (HELP_TOPIC), the workspace
 * changes, or a minute has passed.
 */
export function keptPages(platform: Platform): KeptPages {
  const entries = new Map<string, Entry>();
  /** How often something was dropped: a page that was being made meanwhile is not kept. */
  let drops = 0;
  let bytes = 0;
  const remove = (key: string, entry: Entry) => {
    entries.delete(key);
    bytes -= entry.bytes;
  };
  const drop = (workspaceId: string | null) => {
    drops++;
    for (const [key, entry] of entries) {
      if (workspaceId === null || entry.workspaceId === workspaceId) remove(key, entry);
    }
  };
  platform.hub.onTopic(HELP_TOPIC, drop);
  platform.hub.onWorkspace(drop);

  const current = (key: string) => {
    const entry = entries.get(key);
    if (!entry || entry.until > Date.now()) return entry;
    remove(key, entry);
    return undefined;
  };
  const find: KeptPages['find'] = (request, path, portalId) => {
    const address = addressOf(request, path, portalId);
    return current(address) ?? current(inLanguages(request, address));
  };
  const keep = (key: string, entry: Entry) => {
    const old = entries.get(key);
    if (old) remove(key, old);
    for (const [oldest, other] of entries) {
      if (bytes + entry.bytes <= MOST_BYTES) break;
      remove(oldest, other);
    }
    entries.set(key, entry);
    bytes += entry.bytes;
  };
  return {
    find,
    keeping: (c, next) => {
      const { raw, path } = c.req;
      if (!mayBeKept(raw, path)) return next();
      const given = (entry: Entry) => {
        c.set('whole', true);
        return entry.answer(raw, c.var.requestId);
      };
      // Its host was not known yet when the request came.
      const known = find(raw, path, c.var.portal.id);
      if (known) return Promise.resolve(given(known));
      const seen = drops;
      c.set('keep', (page) => {
        const entry = entryOf(c, page);
        const address = addressOf(raw, path, c.var.portal.id);
        if (drops === seen && entry.until > Date.now()) keep(page.vary ? inLanguages(raw, address) : address, entry);
        return given(entry);
      });
      return next();
    },
  };
}

/** All that a visitor's page depends on, where it does not say that it depends on the browser's languages. */
function addressOf({ url }: Request, path: string, portalId: string): string {
  const asked = url.includes('?') ? ASKED.map((name) => String(getQueryParam(url, name) ?? '').slice(0, 20)) : [];
  return asked.some(Boolean) ? JSON.stringify([portalId, path, ...asked]) : `${portalId} ${path}`;
}

const inLanguages = (request: Request, address: string): string =>
  JSON.stringify([address, languagesAsked(request.headers.get('accept-language') ?? undefined).slice(0, 4)]);

function entryOf(c: Context<Env>, page: KeptPage): Entry {
  // Bytes: a text with a single character beyond Latin-1 in it is encoded anew for each answer, at twice the price of the rest.
  const plain = typeof page.body === 'string' ? new TextEncoder().encode(page.body) : page.body;
  const etag = `W/"${sha256Hex(Buffer.from(plain)).slice(0, 32)}"`;
  const headers: Record<string, string> = {
    ...headersAt(c.var.portal.origin),
    'cache-control': SHARED,
    'content-type': page.type,
    // Whoever is signed in gets a page of their own: a cache that many share must not give them this one.
    vary: ['accept-encoding', 'cookie', page.vary].filter(Boolean).join(', '),
    etag,
    ...page.headers,
  };
  const squeezed = (how: 'br' | 'gzip') =>
    /^(text|application)\//.test(page.type)
      ? { body: packed(plain, how), headers: { ...headers, 'content-encoding': how } }
      : { body: plain, headers };
  const variants = { plain: { body: plain, headers }, br: squeezed('br'), gzip: squeezed('gzip') };
  return {
    workspaceId: c.var.workspace.id,
    route: routePath(c, -1),
    until: Math.min(Date.now() + LONGEST_MS, page.until?.getTime() ?? Number.POSITIVE_INFINITY),
    bytes: plain.length + variants.br.body.length + variants.gzip.body.length + 1_000,
    answer(request, requestId) {
      const tags = request.headers.get('if-none-match');
      if (tags?.split(',').some((tag) => tag.trim() === etag)) {
        return new Response(null, { status: 304, headers: { ...headers, 'x-request-id': requestId } });
      }
      const variant = variants[encodingOf(request.headers.get('accept-encoding')) ?? 'plain'];
      const body = request.method === 'HEAD' ? null : variant.body;
      return new Response(body, { headers: { ...variant.headers, 'x-request-id': requestId } });
    },
  };
}
