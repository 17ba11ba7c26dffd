import type { Context } from 'hono';
import { sql } from 'kysely';
import { sha256Hex } from '../crypto.ts';
import { isId } from '../db/ids.ts';
import { comeBack, elevate } from '../db/scope.ts';
import { type Ctx, identityOf } from './context.ts';
import { keepDraft, keptAt } from './drafts.ts';
import type { Env } from './env.ts';
import { localPath } from './local-path.ts';

/** The page that says whom a form was for. */
const TURNED = '/company/turned';

const askFor = (written: string, next: string): string =>
  `${TURNED}?${new URLSearchParams({ for: isId(written) ? written : '', next })}`;

/**
 * Somebody who stands for several customers has turned to another one, in another tab, since they were given this form: it is not done
 * for the wrong one. What they wrote is kept, and they say which they meant.
 */
export async function forAnother(c: Context<Env>, ctx: Ctx): Promise<Response | undefined> {
  const written = c.var.form.get('_account');
  if (ctx.actor.kind !== 'contact' || !written || written === ctx.actor.accountId) return undefined;
  const { rows } = await sql<{ own: { id: string }[] | null }>`select app.own_accounts() as own`.execute(ctx.db);
  const isOwn = (id: string) => rows[0]?.own?.some((own) => own.id === id) ?? false;
  // What leads to none of theirs is not done either: the page says so.
  const meant = isOwn(written) ? written : await becameOf(ctx, c, written);
  if (meant === ctx.actor.accountId) return undefined;
  const kept = await keepDraft(c, ctx);
  const next = kept ? keptAt(kept) : localPath(c.var.form.get('_page'));
  return c.redirect(askFor(meant && isOwn(meant) ? meant : written, next), 303);
}

/** The customer that another one was made part of; null when it was of none. Nobody but the system sees one that is no more. */
export async function becameOf(ctx: Ctx, c: Context<Env>, id: string): Promise<string | null> {
  if (!isId(id)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await ctx.db
    .selectFrom('accounts')
    .select('merged_into')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  await comeBack(ctx.db, ctx.workspace.id, sha256Hex(c.var.sessionToken));
  return row?.merged_into ?? null;
}

/**
 * The way back to a form that was kept because its session was none any more: the next one may stand for another customer of its
 * writer's. As the system, which has kept it.
 */
export async function keptFor(c: Context<Env>, ctx: Ctx, page: string): Promise<string> {
  const back = keptAt(page);
  const written = c.var.form.get('_account');
  const writer = ctx.actor.kind === 'visitor' ? ctx.actor.wasIdentity : identityOf(ctx.actor);
  if (!written || !writer || (ctx.actor.kind === 'contact' && ctx.actor.accountId === written)) return back;
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
