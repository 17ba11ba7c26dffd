import { type Entry, indexedAll } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { toPlainText } from '#platform/richtext/to-text.ts';

const PIECE = 200;

/** Brings in the words of the next tickets and their notes; the last one done, null when there are no more. */
export async function fillTickets(ctx: Ctx, after: string | null): Promise<string | null> {
  let query = ctx.db.selectFrom('tickets').select('id').where('workspace_id', '=', ctx.workspace.id);
  if (after) query = query.where('id', '>', after);
  const ids = (await query.orderBy('id').limit(PIECE).execute()).map(({ id }) => id);
  await indexAgain(ctx, ids);
  return ids.at(-1) ?? null;
}

/** What is found of these tickets is what stands in them now. */
export async function indexAgain(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const told = (table: 'replies' | 'internal_notes') =>
    ctx.db
      .selectFrom(table)
      .select(['id', 'ticket_id as ticket', 'body_html as html'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('ticket_id', 'in', ids)
      .orderBy('id')
      .execute();
  const [replies, notes] = await Promise.all([told('replies'), told('internal_notes')]);
  const texts = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { ticket, html } of replies) texts.get(ticket)?.push(toPlainText(html));
  const tickets: Entry[] = [...texts].map(([id, all]) => ({ kind: 'ticket', id, text: all.join('\n') }));
  await indexedAll(ctx, [...tickets, ...notes.map(({ id, html }) => ({ kind: 'note', id, text: toPlainText(html) }))]);
}
