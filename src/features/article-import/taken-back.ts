import type { textIn } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';

export interface TakenBack {
  /** The save that the import had made. */
  revision: number | null;
  from: Date | null;
  until: Date | null;
}

/** The last import of a text that was taken back: what it left is nobody's work here. */
export const lastTakenBack = (ctx: Ctx, articleId: string, locale: string): Promise<TakenBack | undefined> =>
  ctx.db
    .selectFrom('article_import_lines as l')
    .innerJoin('article_imports as i', (join) =>
      join.onRef('i.workspace_id', '=', 'l.workspace_id').onRef('i.id', '=', 'l.import_id'),
    )
    .select(['l.revision', 'i.undoing_at as from', 'i.undone_at as until'])
    .where('l.workspace_id', '=', ctx.workspace.id)
    .where('l.article_id', '=', articleId)
    .where('l.locale', '=', locale)
    .where('l.undone', '=', 'back')
    .orderBy('i.undoing_at', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Whether taking that back is what took it offline, and not somebody of the team. */
export const isOfflineByUndo = (
  { archivedAt }: NonNullable<Awaited<ReturnType<typeof textIn>>>,
  back: TakenBack | undefined,
): boolean =>
  Boolean(archivedAt && back?.from && archivedAt >= back.from && (back.until === null || archivedAt <= back.until));
