import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { MOST } from '#platform/ui/up-to-99.ts';
import { languagesOf } from './languages.ts';
import { articles, LIVE, type Line, lackingIn, linesOf, OVERDUE, states } from './list.ts';
import { tends } from './owner.ts';

const FEW = 20;

/** As the index of 0731 has it: a picture that came without words. */
const SILENT = sql<boolean>`a.id in (select t.article_id from article_texts t join article_versions v
  on v.workspace_id = t.workspace_id and v.id = t.version_id
  where t.workspace_id = a.workspace_id and ${LIVE} and v.body_html like '%alt=""%')`;

export interface Counted {
  lines: Line[];
  /** Counted to a hundred: beyond that the number says nothing more and would cost. */
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
  const kept = () => states(ctx).select('s.article_id as id').limit(MOST);
  const [overdue, left, never, languages, silent, drafts] = await Promise.all([
    kept().where(OVERDUE).orderBy('s.verified_until').execute(),
    kept()
      .innerJoin('members as m', (join) =>
        join.onRef('m.workspace_id', '=', 's.workspace_id').onRef('m.id', '=', 's.owner_id'),
      )
      .where(sql<boolean>`not (${tends})`)
      .where(sql<boolean>`s.live`)
      .orderBy('s.article_id')
      .execute(),
    kept().where('s.owner_id', 'is', null).where(sql<boolean>`s.live`).orderBy('s.article_id').execute(),
    lacking(ctx),
    articles(ctx).select('a.id').where(SILENT).orderBy('a.number').limit(MOST).execute(),
    kept().where(sql<boolean>`s.drafted and not s.published`).orderBy('s.article_id').execute(),
  ]);
  const found = { overdue, unowned: [...left, ...never].slice(0, MOST), languages, silent, drafts };
  const shown = Object.values(found).flatMap((rows) => rows.slice(0, FEW));
  const lines = new Map((await linesOf(ctx, [...new Set(shown.map(({ id }) => id))])).map((line) => [line.id, line]));
  const counted = (rows: { id: string }[]): Counted => ({
    lines: rows.slice(0, FEW).flatMap(({ id }) => lines.get(id) ?? []),
    n: rows.length,
  });
  return {
    overdue: counted(found.overdue),
    unowned: counted(found.unowned),
    languages: counted(found.languages),
    silent: counted(found.silent),
    drafts: counted(found.drafts),
  };
}

/** What is not there at all stands before what is only older. */
async function lacking(ctx: Ctx): Promise<{ id: string }[]> {
  const all = await languagesOf(ctx);
  if (all.length < 2) return [];
  return states(ctx)
    .select('s.article_id as id')
    .where(lackingIn(all))
    .orderBy(sql`cardinality(s.live_in)`)
    .orderBy('s.article_id')
    .limit(MOST)
    .execute();
}
