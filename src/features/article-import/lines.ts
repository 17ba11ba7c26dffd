import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Problem } from './found.ts';
import type { Outcome } from './known.ts';

/** What became of one text, as the report has it. */
export interface ReportLine {
  key: string;
  locale: string;
  title: string;
  outcome: Outcome;
  undone: 'gone' | 'back' | 'stayed' | null;
  problems: Problem[];
}

const PAGE = 2000;

/** All texts of an import, in the order they came. */
export async function* linesOf(ctx: Ctx, importId: string, onlyProblems: boolean): AsyncGenerator<ReportLine> {
  for (let after = -1; ; ) {
    const rows = await ctx.db
      .selectFrom('article_import_lines')
      .select(['n', 'source_key', 'locale', 'title', 'outcome', 'undone', 'problems'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('import_id', '=', importId)
      .where('n', '>', after)
      .$if(onlyProblems, (query) => query.where('problems', '!=', '[]'))
      .orderBy('n')
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      yield {
        key: row.source_key,
        locale: row.locale,
        title: row.title,
        outcome: row.outcome as Outcome,
        undone: row.undone as ReportLine['undone'],
        problems: row.problems as unknown as Problem[],
      };
    }
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.n;
  }
}

export interface ProblemsOf {
  kinds: [Problem['kind'], number][];
  examples: { title: string; kind: Problem['kind']; about?: string }[];
}

const EXAMPLES = 60;
/** Of files at most so many, so that texts have their place. */
const FILES = 20;

const filesOf = ({ found }: ArticleImport): ProblemsOf['examples'] =>
  (found?.files ?? []).slice(0, FILES).map(({ kind, about }) => ({ title: about, kind }));

/** The same of one that was only looked at. */
export const problemsSeen = (one: ArticleImport): ProblemsOf => ({
  kinds: one.found?.problems ?? [],
  examples: [...filesOf(one), ...(one.found?.examples ?? [])].slice(0, EXAMPLES),
});

/** What did not come over, by kind, and the first of each import's. */
export async function problemsOf(ctx: Ctx, one: ArticleImport): Promise<ProblemsOf> {
  const kinds = new Map<Problem['kind'], number>();
  const examples = filesOf(one);
  for (const { kind, n = 1 } of one.found?.files ?? []) kinds.set(kind, (kinds.get(kind) ?? 0) + n);
  const note = (title: string, { kind, about, n = 1 }: Problem) => {
    kinds.set(kind, (kinds.get(kind) ?? 0) + n);
    if (examples.length < EXAMPLES) examples.push({ title, kind, ...(about ? { about } : {}) });
  };
  for await (const { title, problems } of linesOf(ctx, one.id, true)) for (const each of problems) note(title, each);
  return { kinds: [...kinds].sort((a, b) => b[1] - a[1]), examples };
}
