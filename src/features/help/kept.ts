import type { Context, MiddlewareHandler, Next } from 'hono';
import { createMemory, wouldBeLanguages } from '#features/knowledge/index.ts';
import { SESSION_COOKIE } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import type { Platform } from '#platform/platform.ts';
import { type Entry, entryOf, responseOf, type Wanted } from './kept-page.ts';
import { languagesAsked } from './language.ts';
import { thanked } from './views/votes.tsx';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PORTALS = 10_000;
/** How often somebody waits for another's page before making it themselves: an address without one keeps nothing. */
const TURNS = 2;

/** All of a request that a kept page may depend on. */
export interface Asked extends Wanted {
  /** Its address, with what it asks for; with or without the host. */
  url: string;
  path: string;
  /** Its Accept-Language. */
  languages: string | undefined;
}

export interface KeptPages {
  /** The way on which they are made: what a route gives to `keep` is kept. */
  keeping: MiddlewareHandler<Env>;
  /** The same for who brings a session that is none: known when the scope is open, and before anything is asked for. */
  keepingForNobody: MiddlewareHandler<Env>;
  /** The page of an address that `mayBeKept`, if it is kept. */
  find(asked: Asked, portalId: string): Entry | undefined;
}

/** Not what somebody looks for: there is no end of that. */
const PATHS = /^\/(help(\/(?!search(\/|$))|$)|sitemap\.xml$|sitemap\/|robots\.txt$)/;
/** What an address of the help center may ask for besides. Anything else in it changes nothing, and takes no place here. */
const ASKED = ['lang', 'page', 'thanks'] as const;
/** Nor does a value that is none, or one that a page of this kind does not ask for: no address makes a page of its own by it. */
const asksFor = (name: (typeof ASKED)[number], value: string, path: string, languages: readonly string[]): string => {
  if (name === 'lang') return languages.includes(value) ? value : '';
  if (name === 'page')
    return /^\/help\/[a-z0-9-]+$/.test(path) && /^[1-9]\d{0,3}$/.test(value) && value !== '1' ? value : '';
  return /^\/help\/[^/]+\/[^/]+$/.test(path) ? (thanked.find((one) => one === value) ?? '') : '';
};

const isRead = (method: string, path: string): boolean => (method === 'GET' || method === 'HEAD') && PATHS.test(path);

/** Whether it may be a page that is the same for everybody: whoever brings a cookie of a session is asked first who they are. */
export const mayBeKept = (method: string, path: string, cookie: string | undefined): boolean =>
  isRead(method, path) && !cookie?.includes(SESSION_COOKIE);

/** What an answer says besides: of one for a cookie, also of nobody's, that it is for nobody else. */
type Own = Readonly<Record<string, string>>;
const NOBODYS: Own = { 'cache-control': 'private, no-store' };

/** What is the same for every visitor is made once and given to all. */
export function keptPages({ hub }: Platform): KeptPages {
  const memory = createMemory<Entry>(hub, MOST_BYTES);
  /** Which languages the help center of a portal is written in, as its pages say. */
  const written = createMemory<readonly string[]>(hub, MOST_PORTALS);
  /** Pages that are being made just now. */
  const making = new Map<string, Promise<void>>();

  const find: KeptPages['find'] = (asked, portalId) => {
    const languages = written.get(portalId) ?? wouldBeLanguages;
    const address = addressOf(asked, portalId, languages);
    return memory.get(address) ?? memory.get(inLanguages(asked, address, languages));
  };
  const given = (c: Context<Env>, asked: Asked, entry: Entry, own?: Own) => {
    c.set('whole', true);
    return responseOf(entry.give(asked), own && { 'x-request-id': c.var.requestId, ...own }, asked.method);
  };
  const willKeep = (c: Context<Env>, asked: Asked, own?: Own) => {
    const [remember, write] = [memory.begin(), written.begin()];
    c.set('keep', (page) => {
      const entry = entryOf(c, page);
      const { id: portalId } = c.var.portal;
      const workspaceId = c.var.workspace.id;
      if (page.languages) write(portalId, page.languages, { workspaceId });
      const languages = page.languages ?? written.get(portalId) ?? wouldBeLanguages;
      const address = addressOf(asked, portalId, languages);
      const about = { workspaceId, until: page.until, size: entry.size };
      remember(page.vary ? inLanguages(asked, address, languages) : address, entry, about);
      return given(c, asked, entry, own);
    });
  };
  const keep = async (c: Context<Env>, next: Next) => {
    const asked = askedOf(c);
    const languages = written.get(c.var.portal.id) ?? wouldBeLanguages;
    const key = inLanguages(asked, addressOf(asked, c.var.portal.id, languages), languages);
    // When many come at once for a page that nobody has made, one makes it. Nobody who waits here holds a connection.
    for (let turn = 0; ; turn++) {
      const found = find(asked, c.var.portal.id);
      if (found) return given(c, asked, found);
      const other = turn < TURNS && making.get(key);
      if (!other) break;
      await other;
    }
    willKeep(c, asked);
    const made = next();
    const over = made.catch(() => undefined);
    making.set(key, over);
    await made.finally(() => making.get(key) === over && making.delete(key));
  };
  const keepForNobody = (c: Context<Env>, next: Next) => {
    const asked = askedOf(c);
    const found = find(asked, c.var.portal.id);
    if (found) return Promise.resolve(given(c, asked, found, NOBODYS));
    willKeep(c, asked, NOBODYS);
    return next();
  };
  return {
    find,
    keeping: (c, next) => {
      const { method, path } = c.req;
      return isRead(method, path) && mayBeKept(method, path, c.req.header('cookie')) ? keep(c, next) : next();
    },
    keepingForNobody: (c, next) => {
      const nobody = c.var.ctx.actor.kind === 'visitor' && !c.get('keep') && !c.var.viewToken;
      return nobody && isRead(c.req.method, c.req.path) ? keepForNobody(c, next) : next();
    },
  };
}

const askedOf = ({ req }: Context<Env>): Asked => ({
  method: req.method,
  url: req.url,
  path: req.path,
  encodings: req.header('accept-encoding'),
  tags: req.header('if-none-match'),
  languages: req.header('accept-language'),
});

/** All that a visitor's page depends on, where it does not say that it depends on the browser's languages. */
function addressOf({ url, path }: Asked, portalId: string, languages: readonly string[]): string {
  // As the routes read it, for whom an address ends at its '#', which a browser never sends. Hono's own reader takes the first letters
  // for a scheme and a host, which `url` need not have.
  const at = url.indexOf('?');
  if (at < 0) return `${portalId} ${path}`;
  const [whole = ''] = url.split('#', 1);
  const query = new URLSearchParams(whole.slice(at));
  const asked = ASKED.map((name) => asksFor(name, query.get(name) ?? '', path, languages));
  return asked.some(Boolean) ? JSON.stringify([portalId, path, ...asked]) : `${portalId} ${path}`;
}

/** The one of its languages that a browser likes best, as `readingOf` finds it: what else it asks for changes nothing. */
const inLanguages = (asked: Asked, address: string, languages: readonly string[]): string =>
  JSON.stringify([address, languagesAsked(asked.languages).find((one) => languages.includes(one)) ?? '']);
