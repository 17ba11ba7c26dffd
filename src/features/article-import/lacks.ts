import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Problem, ProblemKind } from './found.ts';

/** What may come yet. A link that leads to the wrong place lacks less than one that leads nowhere. */
const WEIGHTS: Partial<Record<ProblemKind, number>> = {
  dead: 2,
  place: 1,
  'picture-missing': 1,
  'picture-remote': 1,
  'picture-kind': 1,
  'picture-large': 1,
};

/** What a text goes without that may come yet. */
export const lackingIn = (problems: readonly Problem[]): Problem[] => problems.filter(({ kind }) => kind in WEIGHTS);

/** Of many problems the last ones have no names: they are one. */
function weighed(problems: readonly Problem[]): Map<string, number> {
  const lacks = new Map<string, number>();
  for (const { kind, about = '', n = 1 } of lackingIn(problems))
    lacks.set(about, (lacks.get(about) ?? 0) + n * WEIGHTS[kind]!);
  return lacks;
}

const sum = (lacks: Map<string, number>): number => [...lacks.values()].reduce((all, n) => all + n, 0);

/** Whether something has come, and nothing that was there is gone. */
export function isLess(problems: readonly Problem[], than: readonly Problem[]): boolean {
  const [now, before] = [weighed(problems), weighed(than)];
  const lost = [...now].some(([about, n]) => n > (before.get(about) ?? 0));
  return sum(now) < sum(before) && (!lost || before.has(''));
}

/** What the texts from a source went without when they were last written, by article and language. */
export async function lackedBefore(ctx: Ctx, source: string): Promise<Map<string, Problem[]>> {
  const { rows } = await sql<{ article: string; locale: string; problems: Problem[] }>`
    select distinct on (l.article_id, l.locale) l.article_id as article, l.locale, l.problems
    from article_import_lines l
    where l.workspace_id = ${ctx.workspace.id} and l.outcome in ('made', 'changed')
      and (l.undone is null or l.undone = 'stayed')
      and exists (select from article_sources s where s.workspace_id = l.workspace_id and s.source = ${source}
        and s.article_id = l.article_id and s.locale = l.locale)
    order by l.article_id, l.locale, l.id desc`.execute(ctx.db);
  return new Map(rows.map(({ article, locale, problems }) => [`${article}\n${locale}`, lackingIn(problems)]));
}
