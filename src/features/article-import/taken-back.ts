import type { textIn } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';

export interface TakenBack {
  /** The save that the import had made. */
  revision: number | null;
  /** When it was taken back: by the same step, if that took it offline. */
  at: Date | null;
}

/** The last import of a text that was taken back: what it left is nobody's work here. */
export const lastTakenBack = (ctx: Ctx, articleId: string, locale: string): Promise<TakenBack | undefined> =>
  ctx.db
    .selectFrom('article_import_lines as l')
    .select(['l.revision', 'l.undone_at as at'])
    .where('l.workspace_id', '=', ctx.workspace.id)
    .where('l.article_id', '=', articleId)
    .where('l.locale', '=', locale)
    .where('l.undone', '=', 'back')
    .orderBy('l.id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Whether taking that back is what took it offline, and not somebody of the team. */
export const isOfflineByUndo = (
  { archivedAt }: NonNullable<Awaited<ReturnType<typeof textIn>>>,
  back: TakenBack | undefined,
): boolean => Boolean(archivedAt && back?.at && archivedAt.getTime() === back.at.getTime());
