import { z } from 'zod';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { everyWorkspace } from '#platform/jobs/every-workspace.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { type Chore, defineTask } from '#platform/jobs/task.ts';
import { lockArticleById, textsOf } from './access.ts';
import { type Article, type ArticleText, stateOf } from './article.ts';
import { articleArchived, articlePublished, reviewDue } from './events.ts';
import { readersSee, tellReaders } from './followers.ts';
import { lookedAt, wakeAt } from './publish.ts';

/**
 * The moment of an article has come. What readers see of it follows the clock by itself; here it is said, a change of what is live is
 * brought, and what is over is put away.
 */
export const dueTask = defineTask({
  name: 'articles.due',
  payload: z.object({ workspace: z.uuid(), article: z.uuid() }),
  run: (platform, payload) => inWorkspace(platform, payload.workspace, (ctx) => bringDue(ctx, payload.article)),
});

export async function bringDue(ctx: Ctx, articleId: string): Promise<void> {
  // What somebody publishes, cancels or takes offline at this moment is looked at when they are done.
  const article = await lockArticleById(ctx, articleId);
  if (!article) return;
  let moved = false;
  for (const text of await textsOf(ctx, articleId)) {
    const steps = [
      await goLive(ctx, article, text),
      await bringNext(ctx, article, text),
      await endLife(ctx, article, text),
    ];
    moved ||= steps.includes(true);
    // A queue that is ahead of its time moves nothing, and comes again.
    const ahead = [text.publishedAt ? null : text.liveFrom, text.nextAt, text.archivedAt ? null : text.liveUntil];
    for (const at of ahead)
      if (at && at > ctx.now && at.getTime() < ctx.now.getTime() + 60_000) await wakeAt(ctx, articleId, at);
  }
  if (moved) await readersSee(ctx, articleId);
}

const set = (ctx: Ctx, article: Article, text: ArticleText, values: Record<string, unknown>) =>
  ctx.db
    .updateTable('article_texts')
    .set({ ...values, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', text.locale)
    .execute();

const versionOf = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom('article_versions')
    .select(['n', 'worth_telling as told', 'member_id as by'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

type Due = Awaited<ReturnType<typeof versionOf>>;

/** What its author held worth a letter is news from this moment on. */
const newsOf = (ctx: Ctx, { told }: Due) => (told ? { news_at: ctx.now } : {});

async function published(ctx: Ctx, article: Article, locale: string, { n: version, told }: Due): Promise<void> {
  const marks = { ...(version === 1 ? { first: true as const } : {}), ...(told ? { told: true as const } : {}) };
  const data = { number: article.number, locale, version, ...marks };
  await record(ctx, articlePublished, { subjectId: article.id, accountId: null, data });
}

async function goLive(ctx: Ctx, article: Article, text: ArticleText): Promise<boolean> {
  if (text.publishedAt || stateOf(text, ctx.now) !== 'live') return false;
  const version = await versionOf(ctx, text.versionId);
  await set(ctx, article, text, { published_at: text.liveFrom, ...newsOf(ctx, version) });
  await lookedAt(ctx, article, text.locale, { at: text.liveFrom, by: version.by });
  await published(ctx, article, text.locale, version);
  return true;
}

async function bringNext(ctx: Ctx, article: Article, text: ArticleText): Promise<boolean> {
  if (!text.nextAt || text.nextAt > ctx.now || text.archivedAt) return false;
  const version = await versionOf(ctx, text.nextVersionId!);
  const next = { version_id: text.nextVersionId, shown_at: text.nextAt, next_version_id: null, next_at: null };
  await set(ctx, article, text, { ...next, ...newsOf(ctx, version) });
  await lookedAt(ctx, article, text.locale, { at: text.nextAt, by: version.by });
  await published(ctx, article, text.locale, version);
  return true;
}

async function endLife(ctx: Ctx, article: Article, text: ArticleText): Promise<boolean> {
  if (text.archivedAt || !text.liveUntil || text.liveUntil > ctx.now) return false;
  await set(ctx, article, text, { archived_at: text.liveUntil, next_version_id: null, next_at: null });
  const data = { number: article.number, locale: text.locale };
  await record(ctx, articleArchived, { subjectId: article.id, accountId: null, data });
  return true;
}

/** What a lost job would have said, and what somebody else's queue dropped. */
export const clock: Chore = {
  name: 'articles.clock',
  at: '*/10 * * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => inWorkspace(platform, id, catchUp));
  },
};

async function catchUp(ctx: Ctx): Promise<void> {
  const due = await ctx.db
    .selectFrom('article_texts')
    .select('article_id')
    .distinct()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('archived_at', 'is', null)
    .where((text) =>
      text.or([
        text.and([text('published_at', 'is', null), text('live_from', '<=', ctx.now)]),
        text('live_until', '<=', ctx.now),
        text('next_at', '<=', ctx.now),
      ]),
    )
    .orderBy('article_id')
    .limit(MOST)
    .execute();
  for (const { article_id: id } of due) await bringDue(ctx, id);
}

/** Says once of each article whose day has come that somebody has to look at it. */
export const remind: Chore = {
  name: 'articles.review',
  at: '11 6 * * *',
  async run(platform) {
    await everyWorkspace(platform, (id) => inWorkspace(platform, id, remindOwners));
  },
};

const MOST = 500;

export async function remindOwners(ctx: Ctx): Promise<void> {
  const due = await ctx.db
    .selectFrom('articles as a')
    .select(['a.id', 'a.number'])
    .where('a.workspace_id', '=', ctx.workspace.id)
    .where('a.verified_until', '<=', ctx.now)
    .where((a) => a.or([a('a.nudged_for', 'is', null), a('a.nudged_for', '<', a.ref('a.verified_until'))]))
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('article_texts as t')
          .select('t.locale')
          .whereRef('t.workspace_id', '=', 'a.workspace_id')
          .whereRef('t.article_id', '=', 'a.id')
          .where('t.archived_at', 'is', null),
      ),
    )
    .orderBy('a.verified_until')
    .limit(MOST)
    .execute();
  // In the order in which everybody takes several.
  due.sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const article of due) {
    await ctx.db
      .updateTable('articles')
      .set((row) => ({ nudged_for: row.ref('verified_until') }))
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', article.id)
      .execute();
    await record(ctx, reviewDue, { subjectId: article.id, accountId: null, data: { number: article.number } });
    await tellReaders(ctx, [article.id]);
  }
}
