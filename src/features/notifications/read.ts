import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { theirOwn } from './queries.ts';

type Somebody = CtxOf<Contact | Member>;

/**
 * One notification has been seen. Somebody else's, or one that is read already, stays as it is; so does one that has become newer
 * since, by something else that happened to the same thing.
 */
export async function markRead(ctx: Somebody, id: string, until: Date): Promise<void> {
  await mark(ctx, unread(ctx).where('id', '=', id).where('created_at', '<=', until));
}

/** Everything up to a moment has been seen: not what came after the page with the button was made. */
export async function markAllRead(ctx: Somebody, until: Date): Promise<void> {
  await mark(ctx, unread(ctx).where('created_at', '<=', until));
}

function unread(ctx: Somebody) {
  return ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.now })
    .where(theirOwn(ctx))
    .where('read_at', 'is', null);
}

async function mark(ctx: Somebody, update: ReturnType<typeof unread>): Promise<void> {
  const { numUpdatedRows } = await update.executeTakeFirst();
  // A page that says "I have been read" and is told to fetch itself for it would do so for ever.
  if (numUpdatedRows > 0n) ctx.marks.add(`identity:${ctx.actor.identityId}`);
}
