import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { languagesOf } from './languages.ts';
import { articles, LIVE, type Line, lackingIn, linesOf, OPEN_DRAFT, OVERDUE, someText, UNOWNED } from './list.ts';

const FEW = 20;

/** As the index of 0731 has it: a picture that came without words. */
const SILENT = sql<boolean>`a.id in (select t.article_id from article_texts t join article_versions v
  on v.workspace_id = t.workspace_id and v.id = t.version_id
  where t.workspace_id = a.workspace_id and ${LIVE} and v.body_html like '%alt=""%')`;

export interface Counted {
  lines: Line[];
  n: number;
}

/** What somebody has to do next: each the most urgent ones, and how many there are. */
export interface ToDo {
  overdue: Counted;
  unowned: Counted;
  languages: Counted;
  /** Nobody but the team has read anything of them yet, the oldest first. */
  drafts: Counted;
  /** Readers see pictures of which nothing is said. */
  silent: Counted;
}

export async function toDo(ctx: Ctx): Promise<ToDo> {
  const live = someText(LIVE);
  const [overdue, unowned, languages, silent, drafts] = await Promise.all([
    articles(ctx)
      .select(['a.id', sql<number>`(count(*) over ())::int`.as('n')])
      .where(OVERDUE)
      .orderBy('a.verified_until')
      .limit(FEW)
      .execute(),
    articles(ctx)
      .select(['a.id', sql<number>`(count(*) over ())::int`.as('n')])
      .where(UNOWNED)
      .where(live)
      .orderBy('a.number')
      .limit(FEW)
      .execute(),
    lacking(ctx),
    articles(ctx)
      .select(['a.id', sql<number>`(count(*) over ())::int`.as('n')])
      .where(SILENT)
      .orderBy('a.number')
      .limit(FEW)
      .execute(),
    articles(ctx)
      .select(['a.id', sql<number>`(count(*) over ())::int`.as('n')])
      .where(OPEN_DRAFT)
      .where(sql<boolean>`not ${someText(sql`true`)}`)
      .orderBy('a.number')
      .limit(FEW)
      .execute(),
  ]);
  const lines = new Map(
    (
      await linesOf(
        ctx,
        [...overdue, ...unowned, ...languages, ...silent, ...drafts].map(({ id }) => id),
      )
    ).map((line) => [line.id, line]),
  );
  const counted = (rows: { id: string; n: number }[]): Counted => ({
    lines: rows.flatMap(({ id }) => lines.get(id) ?? []),
    n: rows[0]?.n ?? 0,
  });
  return {
    overdue: counted(overdue),
    unowned: counted(unowned),
    languages: counted(languages),
    silent: counted(silent),
    drafts: counted(drafts),
  };
}

async function lacking(ctx: Ctx): Promise<{ id: string; n: number }[]> {
  const all = await languagesOf(ctx);
  if (all.length < 2) return [];
  const { rows } = await sql<{ id: string; n: number }>`
    select article_id as id, (count(*) over ())::int as n from (${lackingIn(ctx, all)}) lacking
    order by live, article_id limit ${FEW}`.execute(ctx.db);
  return rows;
}
