import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** What the team calls articles: the title saved last, published or not, in the reader's language, the workspace's, else any. */
export async function teamTitles(ctx: Ctx, ids: readonly string[], locale: string): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; title: string }>`
    select distinct on (id) id, title from (
      select article_id as id, locale, title, revision, 1 as draft from article_drafts
        where workspace_id = ${ctx.workspace.id} and article_id = any (${ids}::uuid[])
      union all
      select article_id, locale, title, revision, 0 from article_versions
        where workspace_id = ${ctx.workspace.id} and article_id = any (${ids}::uuid[])) said
    order by id, locale = ${locale} desc, locale = ${ctx.workspace.locale} desc, locale, revision desc, draft desc`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

export const teamTitle = async (ctx: Ctx, id: string, locale: string): Promise<string> =>
  (await teamTitles(ctx, [id], locale)).get(id) ?? '';
