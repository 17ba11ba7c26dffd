import type { Context } from 'hono';
import { sql } from 'kysely';
import { type Ctx, identityOf } from './context.ts';
import { keepDraft, keptAt } from './drafts.ts';
import type { Env } from './env.ts';
import { localPath } from './local-path.ts';

/** The page that says whom a form was for. */
const TURNED = '/company/turned';

const askFor = (written: string, next: string): string =>
  `${TURNED}?${new URLSearchParams({ for: written, next })}`;

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
  return c.redirect(askFor(written, next), 303);
}

/**
 * The way back to a form that was kept because its session was none any more: the next one may stand for another customer of its
 * writer's. As the system, which has kept it.
 */
export async function keptFor(c: Context<Env>, ctx: Ctx, page: string): Promise<string> {
  const back = keptAt(page);
  const written = c.var.form.get('_account');
  const writer = ctx.actor.kind === 'visitor' ? ctx.actor.wasIdentity : identityOf(ctx.actor);
  if (!written || !writer) return back;
  const entries = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', writer)
    .where('disabled_at', 'is', null)
    .limit(2)
    .execute();
  return entries.length > 1 ? askFor(written, back) : back;
}
