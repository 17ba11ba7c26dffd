import { mayWrite, ownDrafts } from '#features/knowledge/index.ts';
import type { Line, SearchKind } from '#features/search/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatRelative } from '#platform/i18n/format.ts';
import { say } from './messages.ts';

/** What an author is writing. It is in no index: whoever is not its author finds it in the list of all articles. */
export const draftKind: SearchKind = {
  kind: 'draft',
  icon: 'pencil',
  label: (reader) => say(reader, 'found.drafts'),
  may: ({ actor }) => mayWrite(actor),
  lines: async () => new Map(),
  titled: (ctx, words, most) => drafts(ctx, words, most),
  recent: (ctx, most) => drafts(ctx, [], most),
};

async function drafts(ctx: Ctx, words: readonly string[], most: number): Promise<Line[]> {
  if (ctx.actor.kind !== 'member') return [];
  const rows = await ownDrafts({ ...ctx, actor: ctx.actor }, words, most);
  return rows.map(({ number, title, savedAt }) => ({
    href: `/knowledge/${number}`,
    title,
    note: say(ctx.reader, 'found.saved', { time: formatRelative(ctx.reader, savedAt, 'within') }),
  }));
}
