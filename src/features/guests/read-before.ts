import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { forbidden } from '#platform/http/http-error.ts';
import { guestProved, guestRead } from './events.ts';

/** Somebody came in by their link earlier, and read, from where `request` says. For seeds: no session is left of it. */
export async function addReading(ctx: Ctx, email: string, request: Ctx['request']): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  const link = await ctx.db
    .selectFrom('guest_links as l')
    .innerJoin('tickets as t', (join) =>
      join.onRef('t.workspace_id', '=', 'l.workspace_id').onRef('t.id', '=', 'l.ticket_id'),
    )
    .select(['l.id', 'l.account_id', 't.id as ticket', 't.number'])
    .where('l.workspace_id', '=', ctx.workspace.id)
    .where('l.email', '=', email)
    .executeTakeFirstOrThrow();
  const about = { subjectId: link.id, accountId: link.account_id };
  const data = { ticket: link.ticket, number: Number(link.number) };
  const guest = { ...ctx, request, actor: { kind: 'visitor' as const, wasIdentity: null } };
  await record(guest, guestProved, { ...about, data });
  await record(guest, guestRead, { ...about, data });
}
