import type { Context } from 'hono';
import { type Ctx, identityOf } from './context.ts';
import { dropDraft } from './drafts.ts';
import type { Env } from './env.ts';

const KEY = /^[A-Za-z0-9-]{8,80}$/;

function keyOf(c: Context<Env>, ctx: Ctx): { identity: string; key: string } | null {
  const key = c.var.form.get('_once');
  const identity = identityOf(ctx.actor);
  return key && identity && KEY.test(key) ? { identity, key } : null;
}

/**
 * A form carries a key made for it. The first sender claims it, in the transaction of the work; a second one (double
 * click, retry after a lost answer) waits for that transaction and is sent where the first one went.
 */
export async function repeated(c: Context<Env>, ctx: Ctx): Promise<Response | undefined> {
  const claim = keyOf(c, ctx);
  if (!claim) return undefined;
  const row = { workspace_id: ctx.workspace.id, identity_id: claim.identity, key: claim.key };
  const claimed = await ctx.db
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows === 1n) return undefined;
  const first = await ctx.db
    .selectFrom('idempotency_keys')
    .select('location')
    .where('workspace_id', '=', row.workspace_id)
    .where('identity_id', '=', row.identity_id)
    .where('key', '=', row.key)
    .executeTakeFirst();
  return c.redirect(first?.location ?? '/', 303);
}

/** After the work: where a second sender goes, and the end of what was kept of this form. */
export async function remember(c: Context<Env>, ctx: Ctx): Promise<void> {
  const claim = keyOf(c, ctx);
  if (!claim) return;
  await ctx.db
    .updateTable('idempotency_keys')
    .set({ location: c.res.headers.get('location') })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', claim.identity)
    .where('key', '=', claim.key)
    .execute();
  if (c.var.form.get('_kept') === '1') await dropDraft(ctx, c.req.path);
}
