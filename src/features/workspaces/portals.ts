import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { hostsChanged } from './events.ts';

/** A host a business is reached by; the first one stands in its mails. */
export interface Host {
  host: string;
  isPrimary: boolean;
}

/** The first one first. */
export const hostsOf = async (ctx: Ctx): Promise<Host[]> =>
  ctx.db
    .selectFrom('portals')
    .select(['host', 'is_primary as isPrimary'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('verified_at', 'is not', null)
    .orderBy('is_primary', 'desc')
    .orderBy('host')
    .execute();

/** Adds a host in its canonical form, or makes one that is there the first. For the operator, whose word is the proof that it leads here. */
export async function putHost(ctx: Ctx, host: string, place: 'first' | 'beside'): Promise<'added' | 'first' | 'same'> {
  const all = await hostsOf(ctx);
  const known = all.find((one) => one.host === host);
  if (known && (place === 'beside' || known.isPrimary)) return 'same';
  if (place === 'first') await among(ctx).set({ is_primary: false }).execute();
  if (known) await among(ctx).set({ is_primary: true }).where('host', '=', host).execute();
  else {
    const row = { workspace_id: ctx.workspace.id, id: newId(ctx.now.getTime()), host, is_primary: place === 'first' };
    await ctx.db
      .insertInto('portals')
      .values({ ...row, verified_at: ctx.now, created_at: ctx.now })
      .execute();
  }
  const how = known ? 'first' : 'added';
  await record(ctx, hostsChanged, { subjectId: ctx.workspace.id, accountId: null, data: { host, how } });
  return how;
}

/** The first one stays: a business without a host is reached by nobody. */
export async function takeHostAway(ctx: Ctx, host: string): Promise<'removed' | 'first' | 'unknown'> {
  const known = (await hostsOf(ctx)).find((one) => one.host === host);
  if (!known || known.isPrimary) return known ? 'first' : 'unknown';
  await ctx.db.deleteFrom('portals').where('workspace_id', '=', ctx.workspace.id).where('host', '=', host).execute();
  await record(ctx, hostsChanged, { subjectId: ctx.workspace.id, accountId: null, data: { host, how: 'removed' } });
  return 'removed';
}

const among = (ctx: Ctx) => ctx.db.updateTable('portals').where('workspace_id', '=', ctx.workspace.id);
