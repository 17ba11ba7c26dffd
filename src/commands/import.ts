import { writeFile } from 'node:fs/promises';
import '#app/features.ts';
import {
  type ArticleImport,
  bringIn,
  formats,
  handOver,
  localeOf,
  problemWords,
  putAway,
  reportFor,
  unfinished,
} from '#features/article-import/index.ts';
import { languageName, wouldBeLanguages } from '#features/knowledge/index.ts';
import { OperatorError } from '#platform/operator-error.ts';
import type { Platform } from '#platform/platform.ts';
import type { Command, Given } from './command.ts';
import { contentAt } from './folder.ts';
import { say } from './terminal.ts';
import { withPlatform } from './with-platform.ts';
import { workspaceNamed } from './workspaces.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'Brings articles in: Markdown, HTML pages, a help center of Zendesk or Freshdesk.',
  about: `  import articles <path> --workspace help.example.com --dry-run
  import articles <path> --workspace help.example.com --report report.csv
  import articles --workspace help.example.com --resume

<path> is a folder, a zip, or one page or JSON file. --dry-run only says what would come in. Stopped in the middle, it goes on with
--resume; the same path again changes what has changed there and makes nothing twice. docs/operating/moving-over.md tells how to get
what your help center holds.`,
  argument: { name: 'what', about: 'What to bring in: articles.' },
  second: { name: 'path', about: 'The folder or file.' },
  options: {
    workspace: { type: 'string', about: 'Which one: its host, or its short name (slug).' },
    format: { type: 'string', values: formats, about: 'What it is, if it does not say so itself.' },
    language: { type: 'string', about: 'Of texts that name none, as en; else the first of the help center.' },
    drafts: { type: 'boolean', about: 'Publish nothing: all as drafts.' },
    remote: { type: 'boolean', about: 'Fetch pictures that are on other web servers, by https from public addresses.' },
    'dry-run': { type: 'boolean', about: 'Only say what is in it.' },
    resume: { type: 'boolean', about: 'Go on with the last import that was stopped.' },
    report: { type: 'string', about: 'A file for the report, as CSV.' },
  },
  async run(given) {
    if (given.what !== 'articles') throw new OperatorError('Say what to bring in: articles.');
    if (typeof given.path !== 'string' && !given.resume) throw new OperatorError('Say from where: a folder or a file.');
    return withPlatform(async (platform) => {
      const { id } = await workspaceNamed(platform, String(given.workspace ?? ''));
      await importArticles(platform, id, given, say);
    });
  },
};

export async function importArticles(
  platform: Platform,
  workspaceId: string,
  given: Given,
  tell: (line: string) => void,
): Promise<void> {
  const one = given.resume ? await unfinished(platform, workspaceId) : await taken(platform, workspaceId, given);
  if (!one) throw new OperatorError('No import of yours was stopped.');
  if (one.refused) throw new OperatorError(problemWords(one.refused));
  if (given['dry-run']) {
    for (const line of figures(one)) tell(line);
    return putAway(platform, workspaceId, one);
  }
  const done = await bringIn(platform, workspaceId, one, (n, all) => {
    if (n % 1000 === 0 || n === all) tell(`${of(n, all)} articles.`);
  });
  if (!done.finishedAt)
    throw new OperatorError(
      `It is going on elsewhere (${of(done.done, done.total)} so far): wait for that one. Should it stop, go on with --resume.`,
    );
  for (const line of figures(done)) tell(line);
  if (typeof given.report === 'string')
    await writeFile(given.report, await reportFor(platform, workspaceId, done), { mode: 0o600 });
}

const of = (n: number, all: number) => `${n.toLocaleString('en')} of ${all.toLocaleString('en')}`;

async function taken(platform: Platform, workspaceId: string, given: Given): Promise<ArticleImport> {
  const { source, name } = await contentAt(String(given.path));
  return handOver(platform, workspaceId, source, {
    name,
    format: formats.find((one) => one === given.format) ?? null,
    locale: languageIn(given.language),
    drafts: given.drafts === true,
    remote: given.remote === true,
  });
}

function languageIn(said: Given[string]): string | null {
  if (typeof said !== 'string') return null;
  const known = wouldBeLanguages.find((one) => one === localeOf(said));
  if (!known)
    throw new OperatorError(`No article is written in "${said}". What there is: ${wouldBeLanguages.join(', ')}.`);
  return known;
}

function figures(one: ArticleImport): string[] {
  const counts = one.startedAt ? one.counts : (one.found?.counts ?? one.counts);
  const names = {
    made: 'new texts',
    changed: 'changed',
    same: 'as before',
    kept: 'changed here too, left as they are',
    left: 'left out',
    categories: 'new categories',
    pictures: 'pictures',
  };
  const languages = (one.found?.languages ?? []).map(
    ([locale, n]) => `  ${n.toLocaleString('en').padStart(8)}  in ${languageName(locale, 'en')}`,
  );
  const lines = Object.entries(names).map(([name, words]) => {
    return `  ${counts[name as keyof typeof counts].toLocaleString('en').padStart(8)}  ${words}`;
  });
  const problems = (one.found?.problems ?? []).map(([kind, n]) => `  ${String(n).padStart(8)}  ${problemWords(kind)}`);
  return [
    ...lines,
    ...languages,
    ...(problems.length > 0 && !one.startedAt ? ['What does not come over as it was:', ...problems] : []),
  ];
}
