import { z } from 'zod';
import { type OpenTo, setGate } from '#features/gates/index.ts';
import { elevate } from '#platform/db/scope.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Actor, Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { findArticle, lockArticle, mayMove, mayPublish, maySetAudience, mayWrite, textsOf } from './access.ts';
import { type Article, type Audience, goodUntil, rhythms } from './article.ts';
import { findCategory, titleFor } from './category.ts';
import { settle } from './draft.ts';
import { articleChanged, draftDropped } from './events.ts';
import { readersSee, tellReaders } from './followers.ts';
import type { MadeWay } from './history.ts';
import { tends } from './owner.ts';
import { sayLookedAt } from './publish.ts';
import { isSameOrLess, readersHere, type StayedWith, sharedBy } from './readers-here.ts';

/** What stands beside the text in the editor. */
export const careFields = z.object({
  category: z.uuid('error.category'),
  owner: z.string().optional().default(''),
  rhythm: z.coerce
    .number()
    .refine((days) => days === 0 || (rhythms as readonly number[]).includes(days))
    .catch(0),
});

/** What the fields hold of an article. */
export const shownCare = ({ categoryId, ownerId, reviewDays }: Article) => ({
  category: categoryId,
  owner: ownerId ?? '',
  rhythm: String(reviewDays ?? 0),
});

const change = (ctx: Ctx, article: Article, changes: ReturnType<typeof changed>) =>
  record(ctx, articleChanged, {
    subjectId: article.id,
    accountId: null,
    data: { number: article.number, changes },
  });

/**
 * Where it stands, who looks after it, and how often. What readers see of it moves by whoever may publish only, and to nobody who did not
 * read it before: where the place it goes to would let others in, it keeps its readers, as far as that place lets them in.
 */
export async function care(
  ctx: Ctx,
  number: string,
  input: { categoryId: string; ownerId: string | null; reviewDays: number | null },
): Promise<StayedWith | null> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  const [category, was] = await Promise.all([
    findCategory(ctx, input.categoryId),
    findCategory(ctx, article.categoryId),
  ]);
  const moves = category.id !== article.categoryId;
  const published = moves && (await textsOf(ctx, article.id)).length > 0;
  if (published) demand(mayPublish(ctx.actor) && mayMove(ctx.actor, was, category));
  const before = published ? await readersHere(ctx, article) : [];
  const owners = await membersByName(ctx);
  demandStill(
    input.ownerId === null || input.ownerId === article.ownerId || owners.some(({ id }) => id === input.ownerId),
  );
  const called = (id: string | null) => owners.find((one) => one.id === id)?.name ?? null;
  const changes = changed(
    {
      category: titleFor(was, ctx.workspace.locale, ctx.workspace.locale).title,
      owner: called(article.ownerId),
      review_days: article.reviewDays,
    },
    {
      category: titleFor(category, ctx.workspace.locale, ctx.workspace.locale).title,
      owner: called(input.ownerId),
      review_days: input.reviewDays,
    },
  );
  if (!moves && input.ownerId === article.ownerId && input.reviewDays === article.reviewDays) return null;
  await tellReaders(ctx, [article.id]);
  await ctx.db
    .updateTable('articles')
    .set({
      category_id: category.id,
      owner_id: input.ownerId,
      review_days: input.reviewDays,
      ...(input.reviewDays === article.reviewDays
        ? {}
        : { verified_until: article.verifiedAt && goodUntil(input, article.verifiedAt) }),
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', article.id)
    .execute();
  await change(ctx, article, changes);
  if (moves) await readersSee(ctx, article.id);
  const now = async () => readersHere(ctx, await findArticle(ctx, number));
  if (!published || isSameOrLess(await now(), before)) return null;
  await setAudience(ctx, number, article.readers, sharedBy(before));
  return { who: article.readers, fewer: !isSameOrLess(before, await now()) };
}

/** Everybody of the team who may look after an article. */
export const membersByName = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  ctx.db
    .selectFrom('members as m')
    .select(['m.id', 'm.name'])
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where(tends)
    .orderBy('m.name')
    .execute();

/** "I look after this one." */
export async function takeOver(ctx: Ctx, number: string): Promise<Article> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor) && ctx.actor.kind === 'member');
  const mine = ctx.actor.kind === 'member' ? ctx.actor.personId : null;
  await setOwner(ctx, number, mine, article.reviewDays);
  return article;
}

/** Who looks after it and how often, and nothing else of it. */
export async function setOwner(ctx: Ctx, number: string, ownerId: string | null, reviewDays: number | null) {
  const { categoryId } = await findArticle(ctx, number);
  await care(ctx, number, { categoryId, ownerId, reviewDays });
}

/** Somebody has read it, and it is still right. */
export async function verify(ctx: Ctx, number: string): Promise<Article> {
  const article = await lockArticle(ctx, number);
  demand(mayWrite(ctx.actor));
  await ctx.db
    .updateTable('articles')
    .set({
      verified_at: ctx.now,
      verified_by: ctx.actor.kind === 'member' ? ctx.actor.personId : null,
      verified_until: goodUntil(article, ctx.now),
      updated_at: ctx.now,
    })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', article.id)
    .execute();
  await sayLookedAt(ctx, article);
  return article;
}

/** Who reads it, besides what its category says. For segments, `open` names them. */
export async function setAudience(ctx: Ctx, number: string, audience: Audience, open?: OpenTo): Promise<void> {
  const article = await lockArticle(ctx, number);
  demand(maySetAudience(ctx.actor, audience) && maySetAudience(ctx.actor, article.audience));
  await tellReaders(ctx, [article.id]);
  // The gate first: for a moment it is narrower than it will be, and never wider.
  if (audience === 'segment') await setGate(ctx, 'article', article.id, open ?? { to: 'nobody' });
  if (audience !== article.audience) {
    await ctx.db
      .updateTable('articles')
      .set({ audience, updated_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', article.id)
      .execute();
    await change(ctx, article, changed({ audience: article.audience }, { audience }));
  }
  if (audience !== 'segment' && article.audience === 'segment')
    await setGate(ctx, 'article', article.id, { to: 'everyone' });
  await readersSee(ctx, article.id);
}

/**
 * Throws away what was not published of one language. Of an article that never was, the last one takes it along. `instead` brings it
 * back (`bringSaveBack`): what readers have had keeps its saves.
 */
export async function dropDraft(
  ctx: Ctx,
  number: string,
  locale: string,
): Promise<{ whole: boolean; instead: MadeWay | null }> {
  const article = await lockArticle(ctx, number);
  const [texts, drafts] = await Promise.all([
    textsOf(ctx, article.id),
    ctx.db
      .selectFrom('article_drafts')
      .select(['locale', ({ fn }) => fn.max('revision').as('revision')])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('article_id', '=', article.id)
      .groupBy('locale')
      .execute(),
  ]);
  const text = texts.find((one) => one.locale === locale);
  const last = drafts.find((one) => one.locale === locale);
  const whole = isWhole(texts, new Set(drafts.map((one) => one.locale)), locale);
  demand(mayDrop(ctx.actor, article, text !== undefined));
  const data = { number: article.number, locale, ...(whole ? { whole: true as const } : {}) };
  await record(ctx, draftDropped, { subjectId: article.id, accountId: null, data });
  if (whole) {
    demand(maySetAudience(ctx.actor, article.audience) || article.audience !== 'segment');
    if (article.audience === 'segment') await setGate(ctx, 'article', article.id, { to: 'everyone' });
    // Whoever only writes takes nothing from readers; what was never published is theirs to take away.
    await elevate(ctx.db, ctx.workspace.id);
    await ctx.db
      .deleteFrom('articles')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', article.id)
      .execute();
    return { whole, instead: null };
  }
  if (text && last) {
    await settle(ctx, article.id, locale, last.revision);
    const { revision } = last;
    return { whole, instead: revision > text.settled ? { revision, made: revision } : null };
  }
  await dropSaves(ctx, article.id, locale);
  return { whole, instead: null };
}

/** All saves of a language that no reader has had. Whoever begins it anew counts on from them: a page still open is not taken for a new one. */
export async function dropSaves(ctx: Ctx, articleId: string, locale: string): Promise<void> {
  const gone = await ctx.db
    .deleteFrom('article_drafts')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .where('locale', '=', locale)
    .returning('revision')
    .execute();
  const last = Math.max(0, ...gone.map(({ revision }) => revision));
  await ctx.db
    .updateTable('articles')
    .set(({ fn, val }) => ({ dropped_revision: fn('greatest', ['dropped_revision', val(last)]) }))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', articleId)
    .execute();
}

/** Whether nothing is left of an article when this language's draft is thrown away. */
export const isWhole = (texts: readonly unknown[], drafted: ReadonlySet<string>, locale: string): boolean =>
  texts.length === 0 && [...drafted].every((one) => one === locale);

/** Whoever publishes throws away what was not published; whoever only writes, what is theirs and no reader has ever had. */
export const mayDrop = (actor: Actor, article: Pick<Article, 'ownerId'>, published: boolean): boolean =>
  mayWrite(actor) &&
  (mayPublish(actor) || (!published && actor.kind === 'member' && article.ownerId === actor.personId));
