import type { Context } from 'hono';
import { sql } from 'kysely';
import { sha256Hex } from '../crypto.ts';
import { type Ctx, identityOf } from './context.ts';
import { dropDraft, keepDraft, keptAt } from './drafts.ts';
import type { Env } from './env.ts';

const KEY = /^[A-Za-z0-9-]{8,80}$/;

/** What was said, and to which address; not how the page proved itself. */
function contentOf(c: Context<Env>): string {
  const said = [...c.var.form.fields].filter(([name]) => !name.startsWith('_'));
  const files = c.var.form.files.map(({ name, sha256 }) => [name, sha256]);
  return sha256Hex(JSON.stringify([c.req.path, said, files]));
}

function keyOf(c: Context<Env>, ctx: Ctx): { identity: string; key: string } | null {
  const key = c.var.form.get('_once');
  const identity = identityOf(ctx.actor);
  return key && identity && KEY.test(key) ? { identity, key } : null;
}

/**
 * A form carries a key made for it. The first sender claims it, in the transaction of the work; a second one (double
 * click, retry after a lost answer) waits for that transaction and is sent where the first one went. With other words
 * than the first it is no repetition: they are kept, and given back on their page for their writer to decide.
 */
export async function repeated(c: Context<Env>, ctx: Ctx): Promise<Response | undefined> {
  const claim = keyOf(c, ctx);
  if (!claim) return undefined;
  const content = contentOf(c);
  const row = { workspace_id: ctx.workspace.id, identity_id: claim.identity, key: claim.key, content };
  const claimed = await ctx.db
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  if (claimed.numInsertedOrUpdatedRows === 1n) return undefined;
  const first = await ctx.db
    .selectFrom('idempotency_keys')
    .select(['location', 'content'])
    .where('workspace_id', '=', row.workspace_id)
    .where('identity_id', '=', row.identity_id)
    .where('key', '=', row.key)
    .executeTakeFirst();
  const page = first && first.content !== content ? await keepDraft(c, ctx) : null;
  return c.redirect(page ? keptAt(page) : (first?.location ?? '/'), 303);
}

/**
 * After the work: where a second sender goes, and the end of what was kept of this form. A file or a page that is shown once
 * leads nowhere: whoever sends the form once more wants it again, and is not sent away with nothing.
 */
export async function remember(c: Context<Env>, ctx: Ctx): Promise<void> {
  const claim = keyOf(c, ctx);
  if (!claim) return;
  const { identity, key } = claim;
  const claimed = sql<boolean>`workspace_id = ${ctx.workspace.id} and identity_id = ${identity} and key = ${key}`;
  const location = c.res.headers.get('location');
  if (location === null) await ctx.db.deleteFrom('idempotency_keys').where(claimed).execute();
  else await ctx.db.updateTable('idempotency_keys').set({ location }).where(claimed).execute();
  if (c.var.form.get('_kept') === '1') await dropDraft(ctx, c.req.path);
}
