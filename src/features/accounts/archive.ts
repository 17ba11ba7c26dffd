import { endSessionsOf } from '#features/identity/index.ts';
import { peopleInTurn } from '#features/visibility/index.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { lockAccount, mayManageAccount } from './access.ts';
import { accountArchived, accountRestored } from './events.ts';

/** Puts an account away. Its people lose access at once, and get it back when it comes back; nothing is thrown away. */
export async function archiveAccount(ctx: CtxOf<Member>, id: string): Promise<void> {
  await peopleInTurn(ctx, id);
  const account = await lockAccount(ctx, id);
  demand(mayManageAccount(ctx.actor));
  demandStill(account.archivedAt === null);
  await ctx.db
    .updateTable('accounts')
    .set({ archived_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const closed = await ctx.db
    .updateTable('contacts')
    .set({ disabled_at: ctx.now, closed_with_account_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', id)
    .where('disabled_at', 'is', null)
    .returning('identity_id')
    .execute();
  await record(ctx, accountArchived, { subjectId: id, accountId: id, data: { closed: closed.length } });
  await endSessionsOf(
    ctx,
    closed.flatMap((contact) => contact.identity_id ?? []),
  );
}

/** Brings an account back, with whoever lost access when it went. One that became part of another stays there. */
export async function restoreAccount(ctx: CtxOf<Member>, id: string): Promise<void> {
  await peopleInTurn(ctx, id);
  const account = await lockAccount(ctx, id);
  demand(mayManageAccount(ctx.actor));
  demandStill(account.archivedAt !== null && account.mergedInto === null);
  await ctx.db
    .updateTable('accounts')
    .set({ archived_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const opened = await ctx.db
    .updateTable('contacts')
    .set({ disabled_at: null, closed_with_account_at: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', id)
    .where('closed_with_account_at', 'is not', null)
    // Nobody is behind whoever was forgotten meanwhile.
    .where('forgotten_at', 'is', null)
    .where('continues_as', 'is', null)
    .returning('id')
    .execute();
  await record(ctx, accountRestored, { subjectId: id, accountId: id, data: { opened: opened.length } });
}
