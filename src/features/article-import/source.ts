import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { asLine, type Found } from './found.ts';

/** Of formats whose keys are no help center's own: paths in a folder, numbers of an account. */
const ANYBODYS = new Set(['markdown', 'html', 'freshdesk']);

/**
 * Whose articles they are. Two folders may both have a `setup/install.md`: what comes is the same help center as before when at least half of
 * the texts whose keys are known have a title that they had; otherwise it is one of its own, and changes nothing of the other.
 */
export async function sourceOf(ctx: Ctx, importId: string, { source, articles }: Found): Promise<string> {
  if (!ANYBODYS.has(source)) return source;
  const texts = articles.flatMap(({ key, texts }) => texts.map(({ locale, title }) => ({ key, locale, title })));
  // Both sides may be hundreds of thousands, and the planner takes what is handed over for a few: row by row it would be for hours.
  await sql`set local enable_nestloop = off`.execute(ctx.db);
  const { rows } = await sql<{ source: string; n: number; alike: number }>`
    with coming as materialized (select * from unnest(${texts.map(({ key }) => key)}::text[], ${texts.map(({ locale }) => locale)}::text[],
        ${texts.map(({ title }) => asLine(title))}::text[]) as t (key, locale, title)),
      had as materialized (select l.source_key, l.locale, l.article_id, l.title from article_import_lines l
        where l.workspace_id = ${ctx.workspace.id} and l.article_id is not null)
    select s.source, count(distinct (c.key, c.locale))::int as n,
      count(distinct (c.key, c.locale)) filter (where lower(h.title) = lower(c.title))::int as alike
    from coming c join article_sources s on s.workspace_id = ${ctx.workspace.id} and s.source_key = c.key and s.locale = c.locale
        and (s.source = ${source} or starts_with(s.source, ${`${source}:`}))
      left join had h on h.article_id = s.article_id and h.locale = s.locale and h.source_key = s.source_key
    group by s.source order by 3 desc, 2 desc, 1 limit 1`.execute(ctx.db);
  await sql`set local enable_nestloop = on`.execute(ctx.db);
  const best = rows[0];
  if (!best) return source;
  return best.alike * 2 >= best.n ? best.source : `${source}:${importId}`;
}
