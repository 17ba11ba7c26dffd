import { csvOf } from '#features/imports/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import type { ArticleImport } from './article-import.ts';
import { type ProblemKind, problemKinds, type Refusal } from './found.ts';
import { linesOf } from './lines.ts';
import { say } from './messages.ts';

type Cells = (string | number | null)[];

/** What became of each text and what of it did not come over, for a spreadsheet. Before an import runs: what was seen. */
export async function reportFile(ctx: Ctx, one: ArticleImport): Promise<string> {
  const { reader } = ctx;
  const lines: Cells[] = [];
  for (const { kind, about, n = 1 } of one.found?.files ?? [])
    lines.push([about, '', '', '', say(reader, `problem.${kind}`), '', n]);
  if (!one.startedAt)
    for (const { title, kind, about = '' } of one.found?.examples ?? [])
      lines.push(['', '', title, '', say(reader, `problem.${kind}`), about, 1]);
  else {
    for await (const line of linesOf(ctx, one.id, false)) {
      const what = say(reader, `outcome.${line.outcome}`);
      const outcome = line.undone ? `${what}, ${say(reader, `undone.${line.undone}`)}` : what;
      const start = [line.key, line.locale, line.title, outcome];
      if (line.problems.length === 0) lines.push([...start, '', '', '']);
      for (const { kind, about = '', n = 1 } of line.problems)
        lines.push([...start, say(reader, `problem.${kind}`), about, n]);
    }
  }
  return csvOf(reader, say(reader, 'report.columns').split(';'), lines);
}

/** For the command line, which speaks English. */
export const problemWords = (kind: ProblemKind | Refusal): string => {
  const reader = { locale: 'en', zone: 'UTC', now: new Date() } as const;
  const known = problemKinds.find((one) => one === kind);
  return known ? say(reader, `problem.${known}`) : say(reader, `refused.${kind as Refusal}`);
};

export const reportFor = (platform: Platform, workspaceId: string, one: ArticleImport): Promise<string> =>
  inWorkspace(platform, workspaceId, (ctx) => reportFile(ctx, one));
