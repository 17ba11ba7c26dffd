import type { Context, MiddlewareHandler } from 'hono';
import { HELP_TOPIC, SHARED } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { packed } from '#platform/http/compressed.ts';
import { readCookie, SESSION_COOKIE } from '#platform/http/cookies.ts';
import type { Env, KeptPage } from '#platform/http/env.ts';
import { headersAt } from '#platform/http/security-headers.ts';
import type { Platform } from '#platform/platform.ts';
import { languagesAsked } from './language.ts';

/** Kept no longer: what goes by the clock (a text that ends, a date in words) shows in time, whatever was heard. */
const LONGEST_MS = 60_000;
const MOST_BYTES = 64 * 1024 * 1024;

interface Entry {
  workspaceId: string;
  headers: Record<string, string>;
  etag: string;
  /** A text stays one: headers and body then go out in one piece. */
  plain: string | Uint8Array<ArrayBuffer>;
  br: Uint8Array<ArrayBuffer>;
  gzip: Uint8Array<ArrayBuffer>;
  packed: boolean;
  until: number;
}

/** Not what somebody looks for: there is no end of that. */
const PATHS = /^\/(help(\/(?!search(\/|$))|$)|sitemap\.xml$|sitemap\/|robots\.txt$)/;
/** What an address of the help center may ask for besides. Anything else in it changes nothing, and takes no place here. */
const ASKED = ['lang', 'page', 'thanks'];

/**
 * What is the same for every visitor is made once and given to all, until somebody changes what readers see (HELP_TOPIC), the workspace
 * changes, or a minute has passed. Stands before the session is looked at: who brings a cookie of one is not answered from here.
 */
export function keptPages(platform: Platform): MiddlewareHandler<Env> {
  const entries = new Map<string, Entry>();
  /** How often something of a workspace was dropped: a page that was being made meanwhile is not kept. */
  const drops = new Map<string, number>();
  let bytes = 0;
  const remove = (key: string, entry: Entry) => {
    entries.delete(key);
    bytes -= sizeOf(entry);
  };
  const drop = (workspaceId: string) => {
    drops.set(workspaceId, (drops.get(workspaceId) ?? 0) + 1);
    for (const [key, entry] of entries) if (entry.workspaceId === workspaceId) remove(key, entry);
  };
  platform.hub.onTopic(HELP_TOPIC, drop);
  platform.hub.onWorkspace(drop);

  return async (c, next) => {
    if (!PATHS.test(c.req.path) || !isReading(c) || readCookie(c, SESSION_COOKIE)) return next();
    for (const key of keysOf(c)) {
      const known = entries.get(key);
      if (known && known.until > Date.now()) return answer(c, known);
      if (known) remove(key, known);
    }
    const workspaceId = c.var.workspace.id;
    const seen = drops.get(workspaceId);
    c.set('keep', (page) => {
      const entry = entryOf(c, page);
      const [plain, negotiated] = keysOf(c);
      const key = page.vary ? negotiated : plain;
      if (drops.get(workspaceId) === seen && entry.until > Date.now()) {
        for (const [oldest, other] of entries) {
          if (bytes + sizeOf(entry) <= MOST_BYTES) break;
          remove(oldest, other);
        }
        const other = entries.get(key);
        if (other) remove(key, other);
        entries.set(key, entry);
        bytes += sizeOf(entry);
      }
      return answer(c, entry);
    });
    return next();
  };
}

const isReading = (c: Context<Env>): boolean => c.req.method === 'GET' || c.req.method === 'HEAD';

const sizeOf = ({ plain, br, gzip }: Entry): number => plain.length + br.length + gzip.length + 1_000;

/**
 * All that a visitor's page depends on, and the same with the languages of the browser. Which of them holds says the page itself: an
 * address may name a language that there is none of.
 */
function keysOf(c: Context<Env>): [string, string] {
  const asked = ASKED.map((name) => c.req.query(name)?.slice(0, 20) ?? '');
  const address = [c.var.portal.id, c.req.path, ...asked];
  return [
    JSON.stringify(address),
    JSON.stringify([...address, languagesAsked(c.req.header('accept-language')).join()]),
  ];
}

function entryOf(c: Context<Env>, page: KeptPage): Entry {
  const bytes = typeof page.body === 'string' ? new TextEncoder().encode(page.body) : page.body;
  const etag = `W/"${sha256Hex(Buffer.from(bytes)).slice(0, 32)}"`;
  const text = /^(text|application)\//.test(page.type);
  return {
    workspaceId: c.var.workspace.id,
    etag,
    plain: page.body,
    br: text ? packed(bytes, 'br') : bytes,
    gzip: text ? packed(bytes, 'gzip') : bytes,
    packed: text,
    until: Math.min(Date.now() + LONGEST_MS, page.until?.getTime() ?? Number.POSITIVE_INFINITY),
    headers: {
      ...headersAt(c.var.portal.origin),
      'cache-control': SHARED,
      'content-type': page.type,
      // Whoever is signed in gets a page of their own: a cache that many share must not give them this one.
      vary: ['accept-encoding', 'cookie', page.vary].filter(Boolean).join(', '),
      etag,
      ...page.headers,
    },
  };
}

function answer(c: Context<Env>, entry: Entry): Response {
  c.set('whole', true);
  const headers: Record<string, string> = { ...entry.headers, 'x-request-id': c.var.requestId };
  const tags = c.req.header('if-none-match');
  if (tags?.split(',').some((tag) => tag.trim() === entry.etag)) return new Response(null, { status: 304, headers });
  const accepted = c.req.header('accept-encoding') ?? '';
  const how = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'plain';
  if (how !== 'plain' && entry.packed) headers['content-encoding'] = how;
  return new Response(entry[how], { headers });
}
