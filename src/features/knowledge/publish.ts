import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { lockArticle, mayPublish, textIn, textsOf } from './access.ts';
import { freeSlug, takeSlug } from './address.ts';
import { type Article, type ArticleText, goodUntil, isAlone, stateOf, waitsFor } from './article.ts';
import { type Current, currentText, isSame, settle, writeDraft } from './draft.ts';
import { articleArchived, articlePublished, articleScheduled, articleVerified, scheduleCancelled } from './events.ts';
import { readersSee, tellReaders } from './followers.ts';
import { makeVersion, type Version, versionOf } from './version.ts';

export interface Publication {
  /** Which save: what somebody saved after it was not looked at. */
  revision: number;
  /** Later than now: it waits until then. */
  at?: Date | null;
  until?: Date | null;
  /** For colleagues, in the history. */
  note?: string;
  /** Who follows the article, or its category, gets a letter once readers have it. */
  tell?: boolean;
}

interface Published {
  article: Article;
  version: number;
  at: Date | null;
  /** It was so before: no version was made. */
  already?: true;
}

/**
 * Makes a version of what was saved last, for readers: now, or at a moment. What they read until then stays until then. Of words that
 * they have, or will have at that moment, it makes none: "Updated" says that something is new.
 */
export async function publish(
  ctx: Ctx,
  number: string,
  locale: string,
  { revision, at = null, until = null, note = '', tell = false }: Publication,
): Promise<Published> {
  const article = await lockArticle(ctx, number);
  demand(mayPublish(ctx.actor));
  const [draft, text] = await Promise.all([currentText(ctx, article.id, locale), textIn(ctx, article.id, locale)]);
  demandStill(draft?.revision === revision && draft.title !== '' && draft.html !== '');
  const later = at && at > ctx.now ? at : null;
  const next = { later, until: until && until > (later ?? ctx.now) ? until : null, tell };
  const last = text && note === '' && !tell ? await sameAsBefore(ctx, text, draft!, next) : null;
  if (last) {
    await settle(ctx, article.id, locale, revision);
    // They have read it all the same.
    if (!later && (await lookedAt(ctx, article, locale, byNow(ctx)))) await sayLookedAt(ctx, article);
    return { article, version: last.n, at: later, already: true };
  }
  const version = await makeVersion(ctx, article, locale, draft!, { note, tell });
  if (text) await move(ctx, article, text, version, next, revision);
  else await begin(ctx, article, locale, draft!, version, next, revision);
  for (const runAt of [later, next.until]) if (runAt) await wakeAt(ctx, article.id, runAt);
  if (!later) await lookedAt(ctx, article, locale, byNow(ctx));
  const about = { subjectId: article.id, accountId: null };
  const before = { title: text ? await titleOf(ctx, text.versionId) : null, until: text?.liveUntil ?? null };
  const data = {
    number: article.number,
    locale,
    version: version.n,
    ...(tell ? { told: true as const } : {}),
    changes: changed(before, { title: draft!.title, until: next.until }),
  };
  if (later) await record(ctx, articleScheduled, { ...about, data: { ...data, at: later.toISOString() } });
  else await record(ctx, articlePublished, { ...about, data: { ...data, ...(text ? {} : { first: true as const }) } });
  await readersSee(ctx, article.id);
  return { article, version: version.n, at: later };
}

const byNow = (ctx: Ctx) => ({ at: ctx.now, by: ctx.actor.kind === 'member' ? ctx.actor.personId : null });

/** The version that says all of this from the same moment until the same moment. */
async function sameAsBefore(ctx: Ctx, text: ArticleText, draft: Current, { later, until }: When) {
  const state = stateOf(text, ctx.now);
  if (state !== 'live' && state !== 'scheduled') return null;
  if (!isSameMinute(waitsFor(text, ctx.now), later) || !isSameMinute(text.liveUntil, until)) return null;
  const version = await versionOf(ctx, text.nextVersionId ?? text.versionId);
  return version && isSame(version, draft) ? version : null;
}

/** Forms know no seconds. */
const isSameMinute = (one: Date | null, other: Date | null): boolean =>
  (one && Math.trunc(one.getTime() / 60_000)) === (other && Math.trunc(other.getTime() / 60_000));

interface When {
  later: Date | null;
  until: Date | null;
  tell: boolean;
}

async function begin(
  ctx: Ctx,
  article: Article,
  locale: string,
  draft: Current,
  version: Version,
  { later, until, tell }: When,
  revision: number,
): Promise<void> {
  const slug = await freeSlug(ctx, article, locale, { wanted: draft.title, by: 'title' });
  await takeSlug(ctx, locale, slug);
  await ctx.db
    .insertInto('article_texts')
    .values({
      workspace_id: ctx.workspace.id,
      article_id: article.id,
      locale,
      slug,
      version_id: version.id,
      live_from: later ?? ctx.now,
      live_until: until,
      shown_at: later ?? ctx.now,
      published_at: later ? null : ctx.now,
      news_at: tell && !later ? ctx.now : null,
      settled: revision,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
}

/** A language that was published before: what is live goes on until the moment, what is not waits for it. */
async function move(
  ctx: Ctx,
  article: Article,
  text: ArticleText,
  version: Version,
  { later, until, tell }: When,
  revision: number,
): Promise<void> {
  const live = stateOf(text, ctx.now) === 'live';
  const waiting = live && later;
  const now = {
    version_id: version.id,
    shown_at: later ?? ctx.now,
    live_from: later ?? (live ? text.liveFrom : ctx.now),
    published_at: later ? null : ctx.now,
    archived_at: null,
    next_version_id: null,
    next_at: null,
  };
  await ctx.db
    .updateTable('article_texts')
    .set({
      ...(waiting ? { next_version_id: version.id, next_at: later } : now),
      ...(tell && !later ? { news_at: ctx.now } : {}),
      live_until: until,
      settled: revision,
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', text.locale)
    .execute();
}

/**
 * Whoever publishes has read it: the next review is that much later, from when readers have it. What they read in another language
 * meanwhile nobody has looked at, and the date is that of all; the first date there is comes with the first text. A job that is late says
 * nothing over what somebody has looked at since. Answers whether the date moved.
 */
export async function lookedAt(
  ctx: Ctx,
  article: Article,
  locale: string,
  { at, by }: { at: Date; by: string | null },
): Promise<boolean> {
  if (article.verifiedAt && !isAlone(await textsOf(ctx, article.id), locale, ctx.now)) return false;
  const { numUpdatedRows } = await ctx.db
    .updateTable('articles')
    .set({ verified_at: at, verified_by: by, verified_until: goodUntil(article, at), updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', article.id)
    .where((eb) => eb.or([eb('verified_at', 'is', null), eb('verified_at', '<', at)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Somebody has looked at it now: that is in the log, and its readers see the date. */
export async function sayLookedAt(ctx: Ctx, article: Article): Promise<void> {
  const until = goodUntil(article, ctx.now)?.toISOString() ?? null;
  const data = { number: article.number, until };
  await record(ctx, articleVerified, { subjectId: article.id, accountId: null, data });
  await tellReaders(ctx, [article.id]);
}

const titleOf = async (ctx: Ctx, versionId: string): Promise<string | null> =>
  (await versionOf(ctx, versionId))?.title ?? null;

/** A job looks at the article then: what is due is said and brought (due.ts). */
export const wakeAt = (ctx: Pick<Ctx, 'db' | 'workspace'>, articleId: string, runAt: Date): Promise<void> =>
  enqueue(ctx, 'articles.due', { article: articleId }, { runAt });

/** What was to be published later is a draft again, or goes on as it is. */
export async function cancelSchedule(ctx: Ctx, number: string, locale: string): Promise<void> {
  const article = await lockArticle(ctx, number);
  demand(mayPublish(ctx.actor));
  const text = await textIn(ctx, article.id, locale);
  const waits = text && (text.nextAt !== null || stateOf(text, ctx.now) === 'scheduled');
  demandStill(waits === true);
  // What was never live is taken offline before it is online; a change of what is live is forgotten. Its text is the draft again.
  const open = (await currentText(ctx, article.id, locale))?.open ?? false;
  const waiting = await versionOf(ctx, text!.nextVersionId ?? text!.versionId);
  if (!open && waiting) await writeDraft(ctx, article, locale, text!.settled + 1, waiting);
  await ctx.db
    .updateTable('article_texts')
    .set({
      ...(text!.nextAt ? { next_version_id: null, next_at: null } : { archived_at: ctx.now }),
      live_until: text!.nextAt ? text!.liveUntil : null,
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', locale)
    .execute();
  await record(ctx, scheduleCancelled, {
    subjectId: article.id,
    accountId: null,
    data: { number: article.number, locale },
  });
  await readersSee(ctx, article.id);
}

/** Readers find it no more. Its texts and their history stay. */
export async function archive(ctx: Ctx, number: string, locale: string): Promise<void> {
  const article = await lockArticle(ctx, number);
  demand(mayPublish(ctx.actor));
  const text = await textIn(ctx, article.id, locale);
  demandStill(text !== undefined && stateOf(text, ctx.now) !== 'archived');
  // Whoever has its address is led to the language that there still is.
  await ctx.db
    .insertInto('article_slugs')
    .values({ workspace_id: ctx.workspace.id, locale, slug: text!.slug, article_id: article.id, created_at: ctx.now })
    .onConflict((same) => same.doNothing())
    .execute();
  await ctx.db
    .updateTable('article_texts')
    .set({ archived_at: ctx.now, next_version_id: null, next_at: null, updated_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .where('locale', '=', locale)
    .execute();
  await record(ctx, articleArchived, {
    subjectId: article.id,
    accountId: null,
    data: { number: article.number, locale },
  });
  await readersSee(ctx, article.id);
}
