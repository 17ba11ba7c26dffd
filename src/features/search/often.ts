import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** Opened fewer times in a quarter, it says nothing of what many look for. */
const OFTEN = 3;
/** An article is there once in each of its languages. */
const LANGUAGES = 8;

/** Articles that were opened most from a search this quarter, of those that whoever asks may read. */
export async function oftenOpened(ctx: Ctx, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select e.object_id as id from search_entries e
    where e.workspace_id = ${ctx.workspace.id} and e.kind = 'article' and e.heft > 0 and e.heft >= ${OFTEN}
    order by e.heft desc, e.object_id limit ${most * LANGUAGES}`.execute(ctx.db);
  return [...new Set(rows.map(({ id }) => id))].slice(0, most);
}
