import { type Context, Hono } from 'hono';
import { type CustomerRoom, hasRoom } from '../customer-rooms.ts';
import { askedPath } from './asked-path.ts';
import type { Actor, Contact, Ctx, CtxOf, Member, Visitor } from './context.ts';
import type { Env } from './env.ts';
import { HttpError, notFound } from './http-error.ts';
import { localPath } from './local-path.ts';

/** Who may call a route at all. What they may do to one object is for access rules, not for this. */
export type Who = 'anyone' | 'visitor' | 'signed-in' | 'contact' | 'member';

type ActorFor<W extends Who> = W extends 'visitor'
  ? Visitor
  : W extends 'signed-in'
    ? Contact | Member
    : W extends 'contact'
      ? Contact
      : W extends 'member'
        ? Member
        : Actor;

type Handler<W extends Who> = (ctx: CtxOf<ActorFor<W>>, c: Context<Env>) => Response | Promise<Response>;

export interface RouteEntry {
  method: 'GET' | 'POST';
  path: string;
  who: Who;
  room: string;
}

/** The routes of a feature, each with who may call it: the ledger test reads them from `entries`. */
export interface Room {
  get<W extends Who>(path: string, who: W, handler: Handler<W>): void;
  post<W extends Who>(path: string, who: W, handler: Handler<W>): void;
  readonly app: Hono<Env>;
  readonly entries: readonly RouteEntry[];
}

/** `of` names the room of the portal that these routes are: whose company is kept out of it is told that nothing is here. */
export function createRoom(name: string, of?: CustomerRoom): Room {
  const app = new Hono<Env>();
  const entries: RouteEntry[] = [];
  const add = <W extends Who>(method: 'GET' | 'POST', path: string, who: W, handler: Handler<W>) => {
    entries.push({ method, path, who, room: name });
    app.on(method, path, async (c) => {
      const ctx = c.get('ctx');
      const turnedAway = admit(ctx, who, c);
      if (of && !hasRoom(ctx.actor, of)) throw notFound();
      return turnedAway ?? handler(ctx as CtxOf<ActorFor<W>>, c);
    });
  };
  return {
    get: (path, who, handler) => add('GET', path, who, handler),
    post: (path, who, handler) => add('POST', path, who, handler),
    app,
    entries,
  };
}

/** Undefined when the actor may come in. Somebody signed in who may not is told what a stranger is told: nothing here. */
function admit(ctx: Ctx, who: Who, c: Context<Env>): Response | undefined {
  const { kind } = ctx.actor;
  if (who === 'anyone' || who === kind) return undefined;
  if (who === 'signed-in' && (kind === 'contact' || kind === 'member')) return undefined;
  if (who === 'visitor') return c.redirect('/', 303);
  if (kind !== 'visitor') throw notFound();
  if (c.req.header('accept')?.includes('json')) throw new HttpError(403, 'sign in first');
  const next = localPath(c.req.method === 'GET' ? askedPath(c) : c.get('form')?.get('_page'));
  return c.redirect(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`, 303);
}
