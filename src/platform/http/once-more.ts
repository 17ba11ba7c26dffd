import type { Context, Hono, MiddlewareHandler } from 'hono';
import { stoodInEachOthersWay } from '../db/pool.ts';
import type { Env } from './env.ts';

/** Two locked the same rows in two orders; or made the same row, and of two that come at once the second finds it when it looks again. */
const mayGoWell = (error: unknown): boolean =>
  stoodInEachOthersWay(error) || (error as { code?: string }).code === '23505';

const noteWhy = ({ platform, requestId }: Context<Env>['var'], err: unknown): void =>
  platform.log.warn({ err, request: requestId }, 'two were in each other’s way: tried once more');

/** A transaction as a whole, and once more if another one stood in its way. */
export const twiceIfNeeded = <T>(c: Context<Env>, transaction: () => Promise<T>): Promise<T> =>
  transaction().catch((error: unknown) => {
    if (!mayGoWell(error)) throw error;
    noteWhy(c.var, error);
    return transaction();
  });

/**
 * Two forms at once can lock the same rows in two orders, and PostgreSQL then gives up one of them; or both find nobody, and make
 * the same person. Nothing of it was kept and nobody was answered: it is done once more as a whole, from the form that was read.
 * Hono lets a route run once only, so the second time is another application's of the same routes, made when it is first needed.
 * A file of a form was moved to its place the first time; those are left.
 */
export const onceMore = (routes: () => Hono<Env>): MiddlewareHandler<Env> => {
  let again: Hono<Env> | undefined;
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const known = { ...c.var };
    await next();
    if (!c.error || !mayGoWell(c.error) || c.var.form.files.length > 0) return;
    noteWhy(c.var, c.error);
    again ??= routes();
    const first: First = { c, known };
    c.res = undefined;
    c.res = await again.fetch(c.req.raw, { ...(c.env as object), first });
  };
};

interface First {
  c: Context<Env>;
  /** What was known of the request before its transaction opened. */
  known: Env['Variables'];
}

/** Stands before the routes of the second time: they know what the first ones did, and what becomes of them the first one's answer has. */
export const goingOn: MiddlewareHandler<Env> = async (c, next) => {
  const { c: first, known } = (c.env as { first: First }).first;
  const pass = (from: Env['Variables'], to: Context<Env>) => {
    for (const [name, value] of Object.entries(from)) to.set(name as keyof Env['Variables'], value);
  };
  pass(known, c);
  await next();
  for (const name of Object.keys(first.var)) first.set(name as keyof Env['Variables'], undefined as never);
  pass(c.var, first);
  first.error = c.error;
};
