import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import { type ArticleImport, type Counts, findImport, lockImport, update } from './article-import.ts';
import { readersFor } from './audience.ts';
import { type Arrival, articleIdOf, batchEnd, type Line, readied, type Work } from './batch.ts';
import { behind } from './behind.ts';
import { makePlaces, type Places } from './categories.ts';
import { contentOf } from './content.ts';
import { IMPORTS_TOPIC, importFinished } from './events.ts';
import type { Found } from './found.ts';
import { type Known, knownFrom } from './known.ts';
import { readSource } from './read.ts';
import { lockRewritten, type Rewritten, rewriteTexts } from './rewrite-texts.ts';
import { sourceOf } from './source.ts';
import { tellWhatStays } from './still-here.ts';
import { writeNew } from './write.ts';

/**
 * After how many articles the database looks at what came, while it knows of fewer than a thousand: by its first plans each is sought among all (migration 0523).
 * At the end as well, where there are some: who reads then does not wait for autovacuum.
 */
const LEARN_AT = [200, 2_000];
const SOME = 50;
const learn = (platform: Platform, workspaceId: string) =>
  inWorkspace(platform, workspaceId, ({ db }) => sql`select app.learn_articles()`.execute(db));

export async function runImport(
  platform: Platform,
  workspaceId: string,
  id: string,
  told: (done: number, total: number) => void = () => {},
): Promise<void> {
  const { one, own } = await inWorkspace(platform, workspaceId, async (ctx) => ({
    one: await findImport(ctx, id),
    own: ctx.workspace.locale,
  }));
  if (!one.startedAt || one.finishedAt || !one.storageKey) return;
  const content = contentOf(platform, workspaceId, one);
  try {
    const found = await readSource(content, one.fileName, one.locale ?? own, formatOf(one));
    if ((await writeAll(platform, workspaceId, one, found, told)) === 'elsewhere') return;
  } finally {
    await content.close();
  }
  await platform.files.of(workspaceId).remove(one.storageKey);
}

/** In parts, from where it had come to. What is over, or may not go on, needs its file no more. */
async function writeAll(
  platform: Platform,
  workspaceId: string,
  one: ArticleImport,
  content: Found,
  told: (done: number, total: number) => void,
): Promise<'over' | 'rights' | 'elsewhere'> {
  const { id } = one;
  const begun = await inWorkspace(platform, workspaceId, async (ctx) => {
    const theirs = await behind(ctx, (await lockImport(ctx, id)).madeBy);
    if (!theirs) return null;
    const found = { ...content, source: await sourceOf(theirs, id, content) };
    const readers = await readersFor(theirs);
    const places = await makePlaces(theirs, one, found, readers);
    if (places.made > 0) await addTo(ctx, one, { categories: places.made });
    const known = await knownFrom(ctx, found);
    return { found, places, known, readers, there: await picturesThere(ctx, known) };
  });
  if (!begun) return giveUp(platform, workspaceId, id);
  const { found, places, known, readers, there } = begun;
  const shelves = new Map(found.categories.map((category) => [category.key, category]));
  const { languages } = places;
  const work: Work = { platform, workspaceId, one, found, shelves, known, languages, readers, there };
  const until = (done: number) => batchEnd(found.articles, done);
  const ready = (done: number) => {
    const arrivals = readied(work, done, until(done));
    // Who waits for it hears of it; nobody may when the batch before has failed.
    arrivals.catch(() => undefined);
    return arrivals;
  };
  let coming = ready(one.done);
  for (let done = one.done; ; ) {
    const next = until(done);
    const arrivals = await coming;
    // The next ones are made ready while these are written.
    if (next < found.articles.length) coming = ready(next);
    const went = await inWorkspace(platform, workspaceId, (ctx) => writeBatch(ctx, work, places, arrivals, done, next));
    told(next, found.articles.length);
    if (went === 'rights') return giveUp(platform, workspaceId, id);
    if (went === 'over' && next >= SOME) await learn(platform, workspaceId).catch(unlearned(platform, workspaceId));
    if (went !== 'more') return went;
    if (LEARN_AT.some((n) => done < n && n <= next)) await learn(platform, workspaceId);
    done = next;
  }
}

/** The import is over: that somebody else holds the tables is no reason to say that it failed. */
const unlearned = (platform: Platform, workspaceId: string) => (error: unknown) =>
  platform.log.warn({ err: error, workspace: workspaceId }, 'what an import brought was not looked at');

const formatOf = ({ format }: ArticleImport) => (format === 'starter' ? null : format);

const giveUp = (platform: Platform, workspaceId: string, id: string) =>
  inWorkspace(platform, workspaceId, async (ctx): Promise<'rights'> => {
    await update(ctx, id).set({ refused: 'rights', finished_at: ctx.now, storage_key: null }).execute();
    ctx.marks.add(IMPORTS_TOPIC);
    return 'rights';
  });

/** Pictures of articles that are here already, by article and content: they are not kept twice. */
async function picturesThere(ctx: Ctx, { articles }: Known): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('article_pictures as p')
    .select(['p.id', 'p.article_id', 'p.sha256'])
    .where('p.workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`p.article_id = any (${[...articles.values()]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [`${row.article_id}\n${row.sha256}`, row.id]));
}

async function writeBatch(
  ctx: Ctx,
  work: Work,
  places: Places,
  arrivals: Arrival[],
  done: number,
  next: number,
): Promise<'more' | 'over' | 'rights' | 'elsewhere'> {
  const one = await lockImport(ctx, work.one.id);
  // Another worker has taken it up meanwhile.
  if (one.done !== done || one.finishedAt) return 'elsewhere';
  const theirs = await behind(ctx, one.madeBy);
  if (!theirs) return 'rights';
  const general = [...places.categories.values()][0];
  const fresh = arrivals.filter(({ there }) => !there);
  await lockRewritten(theirs, arrivals);
  await writeNew(theirs, one, fresh, ({ article }) => places.categories.get(article.category) ?? general!);
  const rewritten = new Map<Line, Rewritten>();
  for (const arrival of arrivals.filter(({ there }) => there)) {
    await tellWhatStays(theirs, arrival, work.known);
    for (const [line, what] of await rewriteTexts(theirs, one, arrival, work.known)) rewritten.set(line, what);
  }
  await keepLines(ctx, work, arrivals, rewritten);
  const over = next >= work.found.articles.length;
  const counts = await addTo(ctx, one, countsOf(arrivals));
  await update(ctx, one.id)
    .set({ done: next, ...(over ? { finished_at: ctx.now, storage_key: null } : {}) })
    .execute();
  if (over) {
    const { made, changed, left } = counts;
    await record(theirs, importFinished, { subjectId: one.id, accountId: null, data: { made, changed, left } });
  }
  ctx.marks.add(IMPORTS_TOPIC);
  return over ? 'over' : 'more';
}

function countsOf(arrivals: Arrival[]): Partial<Counts> {
  const counts: Partial<Counts> = { pictures: 0 };
  for (const { lines, pictures } of arrivals) {
    counts.pictures! += pictures.length;
    for (const { outcome } of lines) counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

async function addTo(ctx: Ctx, one: ArticleImport, more: Partial<Counts>): Promise<Counts> {
  const { counts: before } = await findImport(ctx, one.id);
  const counts = Object.fromEntries(
    Object.entries(before).map(([name, n]) => [name, n + (more[name as keyof Counts] ?? 0)]),
  ) as unknown as Counts;
  await update(ctx, one.id)
    .set({ counts: JSON.stringify(counts) })
    .execute();
  return counts;
}

/** What became of each text, and where it came from. */
async function keepLines(ctx: Ctx, work: Work, arrivals: Arrival[], rewritten: Map<Line, Rewritten>): Promise<void> {
  const { id: workspace_id } = ctx.workspace;
  const all = arrivals.flatMap((arrival) => arrival.lines.map((line) => ({ arrival, line })));
  const written = all.filter(({ line }) => line.outcome === 'made' || line.outcome === 'changed');
  if (all.length > 0)
    await ctx.db
      .insertInto('article_import_lines')
      .values(
        all.map(({ arrival, line }) => ({
          workspace_id,
          id: newId(),
          import_id: work.one.id,
          n: line.n,
          source_key: arrival.article.key,
          locale: line.text.locale.slice(0, 10).padEnd(2, '?'),
          title: line.text.title,
          outcome: line.outcome,
          article_id: line.outcome === 'left' ? null : arrival.id,
          revision: rewritten.get(line)?.revision ?? (line.outcome === 'made' ? 1 : null),
          was: JSON.stringify(rewritten.get(line)?.was ?? null),
          problems: JSON.stringify(line.text.problems),
        })),
      )
      .execute();
  if (written.length > 0)
    await ctx.db
      .insertInto('article_sources')
      .values(
        written.map(({ arrival, line }) => ({
          workspace_id,
          source: work.found.source,
          source_key: arrival.article.key,
          locale: line.text.locale,
          article_id: articleIdOf(work, arrival.article.key),
          hash: line.text.hash,
          revision: rewritten.get(line)?.revision ?? 1,
          // What was left as a draft is still what it was to be for those of before.
          readers: rewritten.get(line)?.narrower ? (work.known.readers.get(arrival.article.key) ?? '') : arrival.digest,
        })),
      )
      .onConflict((same) =>
        same.columns(['workspace_id', 'source', 'source_key', 'locale']).doUpdateSet({
          hash: sql`excluded.hash`,
          revision: sql`excluded.revision`,
          readers: sql`excluded.readers`,
        }),
      )
      .execute();
}
