import { z } from 'zod';
import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { lockArticle, mayWrite } from './access.ts';
import { currentText, draftOf, nothingYet, type Written, writeDraft } from './draft.ts';

export interface Version extends Written {
  id: string;
  n: number;
  note: string;
  by: string | null;
  createdAt: Date;
}

const versions = (ctx: Ctx, articleId: string, locale: string) =>
  ctx.db
    .selectFrom('article_versions as v')
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.id', '=', 'v.member_id'),
    )
    .select(['v.id', 'v.n', 'v.title', 'v.note', 'm.name as by', 'v.created_at as createdAt'])
    .where('v.workspace_id', '=', ctx.workspace.id)
    .where('v.article_id', '=', articleId)
    .where('v.locale', '=', locale)
    .orderBy('v.n', 'desc');

/** What was published of a language, the latest first. */
export const historyOf = (ctx: Ctx, articleId: string, locale: string): Promise<Omit<Version, 'html' | 'summary'>[]> =>
  versions(ctx, articleId, locale).limit(200).execute();

export async function findVersion(ctx: Ctx, articleId: string, locale: string, id: string): Promise<Version> {
  const row = isId(id)
    ? await versions(ctx, articleId, locale)
        .select(['v.summary', 'v.body_html as html'])
        .where('v.id', '=', id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}

/** What brings a save back: which one, and the one that stands in its place and must still. */
export interface MadeWay {
  revision: number;
  made: number;
}

const saveNumber = z.coerce.number().int().min(0).max(2_147_483_647);
export const madeWay = z.object({ revision: saveNumber, made: saveNumber });

/** An earlier version becomes the draft, and what stood there makes way, if it was not published. Readers see it when it is published. */
export async function bringBack(
  ctx: Ctx,
  number: string,
  locale: string,
  versionId: string,
): Promise<{ n: number; instead: MadeWay | null }> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  const version = await findVersion(ctx, article.id, locale, versionId);
  const current = (await currentText(ctx, article.id, locale)) ?? nothingYet;
  const { revision, open } = current;
  await writeDraft(ctx, article, locale, revision + 1, version);
  return { n: version.n, instead: open ? { revision, made: revision + 1 } : null };
}

/** What was saved before, and made way, is the draft again: unless somebody has written since. */
export async function bringSaveBack(
  ctx: Ctx,
  number: string,
  locale: string,
  { revision, made }: MadeWay,
): Promise<void> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  const [saved, current] = await Promise.all([
    draftOf(ctx, article.id, locale, revision),
    currentText(ctx, article.id, locale),
  ]);
  if (!saved) throw notFound();
  demandStill(current?.revision === made);
  await writeDraft(ctx, article, locale, made + 1, saved);
}
