import type { Context } from 'hono';
import { z } from 'zod';
import { deriveKey, sign, verify } from '#platform/crypto.ts';
import { readCookie, writeCookie } from '#platform/http/cookies.ts';
import type { Env } from '#platform/http/env.ts';
import type { On } from './member.ts';

const COOKIE = 'portico_asked';
const SECONDS = 600;

const kept = z.object({ by: z.string(), email: z.string(), url: z.string() });

const keyOf = (ctx: On) => deriveKey(ctx.platform.masterKey, 'member-invited', ctx.workspace.id);

/** Keeps the link of an invitation in the inviter's own browser for ten minutes: it is in no address and in no log. */
export function showLink(ctx: On, c: Context<Env>, link: { email: string; url: string }): void {
  const until = new Date(Date.now() + SECONDS * 1000);
  writeCookie(c, COOKIE, sign(keyOf(ctx), { ...link, by: ctx.actor.personId }, until), SECONDS);
}

export function shownLink(ctx: On, c: Context<Env>): { email: string; url: string } | null {
  const seal = verify(keyOf(ctx), readCookie(c, COOKIE), ctx.now);
  const link = seal.ok ? kept.safeParse(seal.payload).data : undefined;
  return link?.by === ctx.actor.personId ? link : null;
}
