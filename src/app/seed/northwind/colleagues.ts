import { nameOn } from '#features/tickets/index.ts';
import { changeAt } from '#features/visibility/index.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';

const accountNamed = async (ctx: CtxOf<Member | Contact>, name: string): Promise<string> =>
  (
    await ctx.db
      .selectFrom('accounts')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
  ).id;

/** Two customers who want it otherwise than everybody: named people only, and only who asked. */
export async function keepClose(ctx: CtxOf<Member>): Promise<void> {
  await changeAt(ctx, await accountNamed(ctx, 'Brightfield GmbH'), { see: 'named', may: 'reply', flags: [] });
  await changeAt(ctx, await accountNamed(ctx, 'Kestrel Bikes'), { see: 'own', may: 'reply', flags: [] });
}

/** Petra brings her colleague into the newest thing she asked. */
export async function bringIn(ctx: CtxOf<Contact>, colleague: Contact): Promise<void> {
  const { number } = await ctx.db
    .selectFrom('tickets')
    .select('number')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('requester_id', '=', ctx.actor.personId)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  await nameOn(ctx, String(number), colleague.personId);
}
