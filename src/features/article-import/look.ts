import { categoriesOf, languagesOf, wouldBeLanguages } from '#features/knowledge/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import { type ArticleImport, type Counts, findImport, nothing, type Seen, update } from './article-import.ts';
import { type Readers, readersFor } from './audience.ts';
import { targetsOf } from './batch.ts';
import { contentOf } from './content.ts';
import { IMPORTS_TOPIC } from './events.ts';
import { type Found, type Problem, type ProblemKind, type Refusal, Refused } from './found.ts';
import { type Known, knownFrom, outcomeOf } from './known.ts';
import { expectPicture } from './pictures.ts';
import { picturesOf, prepare } from './prepare.ts';
import { readSource } from './read.ts';

/** Reads what was handed over and writes down what is in it, without making anything of it. */
export async function look(platform: Platform, workspaceId: string, id: string): Promise<void> {
  const { one, own } = await inWorkspace(platform, workspaceId, async (ctx) => ({
    one: await findImport(ctx, id),
    own: ctx.workspace.locale,
  }));
  if (one.found || one.refused || !one.storageKey) return;
  const found = await readSource(
    contentOf(platform, workspaceId, one),
    one.fileName,
    own,
    one.format === 'starter' ? null : one.format,
  ).catch((error: unknown) => {
    if (error instanceof Refused) return error.why;
    throw error;
  });
  if (typeof found === 'string') return refuse(platform, workspaceId, one, found);
  const before = await inWorkspace(platform, workspaceId, async (ctx) => ({
    known: await knownFrom(ctx, found.source),
    languages: new Set([...(await languagesOf(ctx)), ...wouldBeLanguages]),
    readers: await readersFor(ctx),
    categories: await categoriesThere(ctx, found.source),
    titles: new Set(
      (await categoriesOf(ctx)).flatMap(({ texts }) => [...texts.values()].map(({ title }) => title.toLowerCase())),
    ),
  }));
  const seen = seenIn(one, found, before);
  await inWorkspace(platform, workspaceId, async (ctx) => {
    await update(ctx, id)
      .set({ found: JSON.stringify(seen), format: found.format, total: found.articles.length })
      .execute();
    ctx.marks.add(IMPORTS_TOPIC);
  });
}

type Ctx = Parameters<Parameters<typeof inWorkspace>[2]>[0];

async function refuse(platform: Platform, workspaceId: string, one: ArticleImport, why: Refusal): Promise<void> {
  await inWorkspace(platform, workspaceId, async (ctx) => {
    await update(ctx, one.id).set({ refused: why, storage_key: null }).execute();
    ctx.marks.add(IMPORTS_TOPIC);
  });
  await platform.files.of(workspaceId).remove(one.storageKey!);
}

async function categoriesThere(ctx: Ctx, source: string): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .selectFrom('category_sources')
    .select('source_key')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('source', '=', source)
    .execute();
  return new Set(rows.map((row) => row.source_key));
}

interface Before {
  known: Known;
  languages: ReadonlySet<string>;
  readers: (wanted: Found['articles'][number]['audience']) => Readers;
  categories: ReadonlySet<string>;
  titles: ReadonlySet<string>;
}

const EXAMPLES = 60;
const FILES = 500;
const STAND_IN = '00000000-0000-7000-8000-000000000000';

export function seenIn(one: ArticleImport, found: Found, before: Before): Seen {
  const counts: Counts = { ...nothing };
  const languages = new Map<string, number>();
  const problems = new Map<ProblemKind, number>();
  const examples: Seen['examples'] = [];
  const remote = new Set<string>();
  const note = (title: string, { kind, about, n = 1 }: Problem) => {
    problems.set(kind, (problems.get(kind) ?? 0) + n);
    if (examples.length < EXAMPLES) examples.push({ title, kind, ...(about ? { about } : {}) });
  };
  for (const problem of found.problems) note(problem.about, { kind: problem.kind });
  const isNew = ({ key, texts }: Found['categories'][number]) =>
    !before.categories.has(key) && ![...texts.values()].some(({ title }) => before.titles.has(title.toLowerCase()));
  counts.categories = found.categories.filter(isNew).length;
  const targets = targetsOf({ one, found, known: before.known });
  for (const article of found.articles) {
    const there = new Set<string>();
    const { problem } = before.readers(article.audience);
    if (problem) note(article.texts[0]?.title ?? '', problem);
    for (const text of article.texts) {
      const refusal = !before.languages.has(text.locale) ? 'language' : there.has(text.locale) ? 'twice' : null;
      there.add(text.locale);
      const outcome = refusal ? 'left' : outcomeOf(found, before.known, article, text);
      if (refusal) note(text.title, { kind: refusal, about: text.locale });
      if (outcome === 'kept') note(text.title, { kind: 'changed-here' });
      if (outcome !== 'made' && outcome !== 'changed') {
        counts[outcome] += 1;
        continue;
      }
      const raw = text.html();
      const pictures = new Map(picturesOf(raw).map((src) => [src, text.picture(src)] as const));
      for (const shows of pictures.values()) if (shows && 'address' in shows) remote.add(shows.address);
      const expected = new Map(
        [...pictures].map(([src, shows]) => [
          src,
          expectPicture({ archive: found.archive, remote: false }, shows, STAND_IN),
        ]),
      );
      counts.pictures += [...expected.values()].filter((picture) => 'id' in picture).length;
      const ready = prepare(found, text, raw, expected, targets);
      for (const each of ready.problems) note(ready.title, each);
      counts[ready.left ? 'left' : outcome] += 1;
      languages.set(text.locale, (languages.get(text.locale) ?? 0) + 1);
    }
  }
  return {
    counts,
    articles: found.articles.length,
    languages: [...languages].sort((a, b) => b[1] - a[1]),
    remote: remote.size,
    problems: [...problems].sort((a, b) => b[1] - a[1]),
    files: found.problems.slice(0, FILES),
    examples,
  };
}
