import { sql } from 'kysely';
import { z } from 'zod';
import { mayManageGates, setGate } from '#features/gates/index.ts';
import {
  archive,
  currentText,
  dropSaves,
  isWithin,
  publish,
  type ReadBy,
  readersHere,
  removeCategory,
  saveDraft,
  stateOf,
  textIn,
} from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { defineTask } from '#platform/jobs/task.ts';
import type { Platform } from '#platform/platform.ts';
import { findImport, update } from './article-import.ts';
import { behind } from './behind.ts';
import { IMPORTS_TOPIC } from './events.ts';
import type { ProblemKind } from './found.ts';
import type { Was } from './rewrite-texts.ts';

export const undoTask = defineTask({
  name: 'articles.undo',
  payload: z.object({ workspace: z.uuid(), import: z.uuid(), by: z.uuid() }),
  run: (platform, { workspace, import: id, by }) => runUndo(platform, workspace, id, by),
});

/** Takes an import back, one article at a time, as whoever wants it and while they may; what somebody has worked on since stays, and is said. */
export async function runUndo(platform: Platform, workspaceId: string, id: string, by: string): Promise<void> {
  const step = (work: (theirs: Ctx) => Promise<void>): Promise<'done' | 'rights'> =>
    inWorkspace(platform, workspaceId, async (ctx) => {
      const theirs = await behind(ctx, by);
      if (!theirs) return 'rights';
      await work(theirs);
      return 'done';
    });
  // Whoever may can take back what is left of it.
  const stop = () =>
    inWorkspace(platform, workspaceId, async (ctx) => {
      await update(ctx, id).set({ undoing_at: null, refused: 'rights' }).execute();
      ctx.marks.add(IMPORTS_TOPIC);
    });
  const one = await inWorkspace(platform, workspaceId, (ctx) => findImport(ctx, id));
  if (!one.undoingAt || one.undoneAt) return;
  for (let n = 1; ; n++) {
    const next = await inWorkspace(platform, workspaceId, (ctx) => nextArticle(ctx, id));
    if (next === null) break;
    try {
      const went = await step(async (theirs) => {
        await undoArticle(theirs, id, next);
        // An open page moves on with it.
        if (n % TOLD_EVERY === 0) theirs.marks.add(IMPORTS_TOPIC);
      });
      if (went === 'rights') return stop();
    } catch (error) {
      // Something else hangs on it by now.
      if ((error as { code?: string }).code !== '23503') throw error;
      await inWorkspace(platform, workspaceId, (ctx) => say(ctx, id, next, 'stayed'));
    }
  }
  const last = await step(async (theirs) => {
    await removeEmpty(theirs, id);
    await update(theirs, id).set({ undone_at: theirs.now }).execute();
    theirs.marks.add(IMPORTS_TOPIC);
  });
  if (last === 'rights') await stop();
}

const TOLD_EVERY = 20;

/** What it made and changed. */
const linesOf = (ctx: Ctx, importId: string) =>
  ctx.db
    .selectFrom('article_import_lines')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('import_id', '=', importId)
    .where('outcome', 'in', ['made', 'changed']);
const leftOf = (ctx: Ctx, importId: string) => linesOf(ctx, importId).where('undone', 'is', null);

export type Undone = Record<'all' | 'gone' | 'back' | 'stayed', number>;

/** How far taking it back has come, in texts. */
export const undoneOf = (ctx: Ctx, importId: string): Promise<Undone> =>
  linesOf(ctx, importId)
    .select([
      sql<number>`count(*)::int`.as('all'),
      sql<number>`(count(*) filter (where undone = 'gone'))::int`.as('gone'),
      sql<number>`(count(*) filter (where undone = 'back'))::int`.as('back'),
      sql<number>`(count(*) filter (where undone = 'stayed'))::int`.as('stayed'),
    ])
    .executeTakeFirstOrThrow();

const nextArticle = async (ctx: Ctx, importId: string): Promise<string | null> =>
  (await leftOf(ctx, importId).select('article_id').orderBy('n', 'desc').limit(1).executeTakeFirst())?.article_id ??
  null;

async function say(ctx: Ctx, importId: string, articleId: string, what: 'gone' | 'back' | 'stayed', locale?: string) {
  await ctx.db
    .updateTable('article_import_lines')
    .set({ undone: what, undone_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('import_id', '=', importId)
    .where('article_id', '=', articleId)
    .where('undone', 'is', null)
    .$if(locale !== undefined, (query) => query.where('locale', '=', locale!))
    .execute();
}

/** Beside what became of a text: why, where it is not that somebody wrote on it. */
const tell = (ctx: Ctx, line: { id: string }, kind: ProblemKind) =>
  ctx.db
    .updateTable('article_import_lines')
    .set({ problems: sql`${JSON.stringify([{ kind }])}::jsonb || problems` })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', line.id)
    .execute();

const TEAM: ReadBy = { audience: 'member', segments: [] };

/** Whether what was for fewer people would come back to those who read it now. Of whom nobody kept it may have been for the team alone. */
const isOpened = (here: readonly ReadBy[], { live, readers }: Was): boolean =>
  live && !(Array.isArray(readers) ? readers : [TEAM]).every((one) => isWithin(here, one));

async function undoArticle(ctx: Ctx, importId: string, articleId: string): Promise<void> {
  const lines = await leftOf(ctx, importId).selectAll().where('article_id', '=', articleId).execute();
  const article = await ctx.db
    .selectFrom('articles')
    .select(['number', 'audience', 'readers', 'gates'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', articleId)
    .forUpdate()
    .executeTakeFirst();
  if (!article) return say(ctx, importId, articleId, 'gone');
  const number = String(article.number);
  const untouched = new Map(
    await Promise.all(
      lines.map(async (line) => {
        const now = await currentText(ctx, articleId, line.locale);
        return [line.locale, now?.revision === line.revision] as const;
      }),
    ),
  );
  const all = await languagesOfArticle(ctx, articleId);
  // What is for some customers is taken away by whoever says what they see.
  const theirs = article.audience !== 'segment' || mayManageGates(ctx.actor);
  const whole = theirs && lines.every(({ outcome, locale }) => outcome === 'made' && untouched.get(locale));
  if (whole && all.every((locale) => untouched.has(locale))) {
    for (const locale of all) await offline(ctx, number, articleId, locale);
    if (article.audience === 'segment') await setGate(ctx, 'article', articleId, { to: 'everyone' });
    await ctx.db
      .deleteFrom('articles')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', articleId)
      .execute();
    return say(ctx, importId, articleId, 'gone');
  }
  const here = await readersHere(ctx, article);
  for (const line of lines) {
    const { locale, source_key: key } = line;
    const was = line.outcome === 'changed' ? (line.was as unknown as Was | null) : null;
    const opened = was !== null && isOpened(here, was);
    if (!untouched.get(locale) || opened) {
      if (untouched.get(locale)) await tell(ctx, line, 'opened');
      await say(ctx, importId, articleId, 'stayed', locale);
      continue;
    }
    if (was) await restore(ctx, number, articleId, locale, was);
    else await takeAway(ctx, number, articleId, locale, key);
    await say(ctx, importId, articleId, 'back', locale);
  }
}

const languagesOfArticle = async (ctx: Ctx, articleId: string): Promise<string[]> =>
  (
    await ctx.db
      .selectFrom('article_drafts')
      .select('locale')
      .distinct()
      .where('workspace_id', '=', ctx.workspace.id)
      .where('article_id', '=', articleId)
      .union((other) =>
        other
          .selectFrom('article_texts')
          .select('locale')
          .where('workspace_id', '=', ctx.workspace.id)
          .where('article_id', '=', articleId),
      )
      .execute()
  ).map(({ locale }) => locale);

async function offline(ctx: Ctx, number: string, articleId: string, locale: string): Promise<void> {
  const text = await textIn(ctx, articleId, locale);
  if (text && text.archivedAt === null) await archive(ctx, number, locale);
}

/** A language that was not here before: it may come again. What readers have seen stays in the history. */
async function takeAway(ctx: Ctx, number: string, articleId: string, locale: string, key: string): Promise<void> {
  await offline(ctx, number, articleId, locale);
  const seen = (await textIn(ctx, articleId, locale)) !== undefined;
  if (!seen) await dropSaves(ctx, articleId, locale);
  await ctx.db
    .deleteFrom('article_sources')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .where('locale', '=', locale)
    .where('source_key', '=', key)
    .execute();
}

/** What stood there before, as the next version: the history tells both. Offline stays offline, whoever took it there. */
async function restore(ctx: Ctx, number: string, articleId: string, locale: string, was: Was): Promise<void> {
  const [now, text] = await Promise.all([currentText(ctx, articleId, locale), textIn(ctx, articleId, locale)]);
  const { title, summary, html } = was;
  const { revision } = await saveDraft(ctx, number, locale, { title, summary, html, revision: now?.revision ?? 0 });
  if (!was.live) await offline(ctx, number, articleId, locale);
  else if (stateOf(text, ctx.now) === 'live') await publish(ctx, number, locale, { revision, until: text!.liveUntil });
  if (was.hash)
    await ctx.db
      .updateTable('article_sources')
      .set({ hash: was.hash, revision })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('article_id', '=', articleId)
      .where('locale', '=', locale)
      .execute();
}

/** Categories that this import made and nothing is in any more: those inside others first. */
async function removeEmpty(ctx: Ctx, importId: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('category_sources as s')
    .innerJoin('categories as c', (join) =>
      join.onRef('c.workspace_id', '=', 's.workspace_id').onRef('c.id', '=', 's.category_id'),
    )
    .select(['s.category_id', 'c.parent_id', 'c.audience'])
    .where('s.workspace_id', '=', ctx.workspace.id)
    .where('s.import_id', '=', importId)
    .execute();
  for (const row of rows.sort((a, b) => Number(a.parent_id === null) - Number(b.parent_id === null)))
    if (row.audience !== 'segment' || mayManageGates(ctx.actor)) await removeCategory(ctx, row.category_id);
}
