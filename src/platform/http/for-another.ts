import type { Context } from 'hono';
import { sql } from 'kysely';
import type { Ctx } from './context.ts';
import { keepDraft, keptAt } from './drafts.ts';
import type { Env } from './env.ts';
import { localPath } from './local-path.ts';

/** The page that says whom a form was for. */
export const TURNED = '/company/turned';

/**
 * Somebody who stands for several customers has turned to another one, in another tab, since they were given this form: it is not done
 * for the wrong one. What they wrote is kept, and they say which they meant.
 */
export async function forAnother(c: Context<Env>, ctx: Ctx): Promise<Response | undefined> {
  const written = c.var.form.get('_account');
  if (ctx.actor.kind !== 'contact' || !written || written === ctx.actor.accountId) return undefined;
  const { rows } = await sql<{ own: { id: string }[] | null }>`select app.own_accounts() as own`.execute(ctx.db);
  // One that became another, or that they are no part of any more, cannot be meant.
  if (!rows[0]?.own?.some(({ id }) => id === written)) return undefined;
  const kept = await keepDraft(c, ctx);
  const next = kept ? keptAt(kept) : localPath(c.var.form.get('_page'));
  return c.redirect(`${TURNED}?${new URLSearchParams({ for: written, next })}`, 303);
}
