import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Article } from './article.ts';
import type { Current } from './draft.ts';
import { picturesIn } from './pictures.ts';
import { placesAfter } from './places.ts';
import type { Places } from './render.ts';

export interface Version {
  id: string;
  n: number;
}

/** What was saved last, as it is from now on. */
export async function makeVersion(
  ctx: Ctx,
  article: Article,
  locale: string,
  draft: Current,
  { note, tell }: { note: string; tell: boolean },
): Promise<Version> {
  const last = await ctx.db
    .selectFrom('article_versions')
    .select(['n', 'body_html as html', 'places'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', locale)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  const places = last ? placesAfter({ ...last, places: last.places as Places | null }, draft.html, locale) : null;
  const version = { id: newId(ctx.now.getTime()), n: (last?.n ?? 0) + 1 };
  await ctx.db
    .insertInto('article_versions')
    .values({
      workspace_id: ctx.workspace.id,
      article_id: article.id,
      locale,
      ...version,
      revision: draft.revision,
      title: draft.title,
      summary: draft.summary,
      body_html: draft.html,
      places: places && JSON.stringify(places),
      pictures: picturesIn(draft.html),
      member_id: ctx.actor.kind === 'member' ? ctx.actor.personId : null,
      note,
      worth_telling: tell,
      created_at: ctx.now,
    })
    .execute();
  return version;
}

/** What was written in one version. */
export const versionOf = (ctx: Ctx, versionId: string) =>
  ctx.db
    .selectFrom('article_versions')
    .select(['n', 'title', 'summary', 'body_html as html'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', versionId)
    .executeTakeFirst();
