import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { LiveArticle } from '#features/knowledge/index.ts';
import { deriveKey } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { record } from '#platform/events/record.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import { prose } from '#platform/http/line.ts';
import { networkOf } from '#platform/http/rate-limit.ts';
import { articleCommented } from './events.ts';

export const voteFields = z.object({
  helpful: z.enum(['yes', 'no'], 'error.vote'),
  comment: prose(2000, 'error.comment').optional().default(''),
});

export interface Vote {
  helpful: boolean;
  comment: string;
}

/** Says of two votes of one visitor on one article that they are, and nothing else: not who, not what else they read. */
function visitorOf({ platform, workspace, request }: Ctx, articleId: string): string {
  const key = deriveKey(platform.masterKey, 'help votes', workspace.id);
  return createHmac('sha256', key)
    .update(`${articleId}\n${networkOf(request.ip)}\n${request.agent}`)
    .digest('hex');
}

/**
 * Writes down whether an article helped. The caller has read it as themselves just now; the vote is the system's to write, because a
 * visitor has no name by which the database would know a second one.
 */
export async function vote(ctx: Ctx, article: LiveArticle, { helpful, comment }: Vote): Promise<void> {
  const identityId = identityOf(ctx.actor);
  const visitor = identityId ? null : visitorOf(ctx, article.id);
  await elevate(ctx.db, ctx.workspace.id);
  const before = await ctx.db
    .selectFrom('article_votes')
    .select(['id', 'comment'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', article.id)
    .$if(identityId !== null, (query) => query.where('identity_id', '=', identityId))
    .$if(visitor !== null, (query) => query.where('visitor', '=', visitor))
    .forUpdate()
    .executeTakeFirst();
  const said = { version_id: article.versionId, helpful, updated_at: ctx.now };
  if (before) {
    // Who only clicks once more takes no words back.
    await ctx.db
      .updateTable('article_votes')
      .set(comment ? { ...said, comment } : said)
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', before.id)
      .execute();
  } else {
    await ctx.db
      .insertInto('article_votes')
      .values({
        workspace_id: ctx.workspace.id,
        id: newId(ctx.now.getTime()),
        article_id: article.id,
        identity_id: identityId,
        visitor,
        comment,
        created_at: ctx.now,
        ...said,
      })
      // Twice at once is once, and the later one holds.
      .onConflict((same) =>
        (identityId
          ? same.columns(['workspace_id', 'article_id', 'identity_id']).where('identity_id', 'is not', null)
          : same.columns(['workspace_id', 'article_id', 'visitor']).where('visitor', 'is not', null)
        ).doUpdateSet(comment ? { ...said, comment } : said),
      )
      .execute();
  }
  if (!comment || comment === before?.comment) return;
  await record(ctx, articleCommented, {
    subjectId: article.id,
    accountId: ctx.actor.kind === 'contact' ? ctx.actor.accountId : null,
    data: { number: article.number, locale: article.locale, helpful },
  });
}

/** The last thing each of its readers said of an article, the newest first. For the team, who sees names as far as they see people. */
export const commentsOn = (ctx: Ctx, articleId: string, limit: number) =>
  ctx.db
    .selectFrom('article_votes as v')
    // Somebody may stand for several customers; they said it once.
    .leftJoinLateral(
      (db) =>
        db
          .selectFrom('contacts')
          .select(['id', 'name'])
          .whereRef('workspace_id', '=', 'v.workspace_id')
          .whereRef('identity_id', '=', 'v.identity_id')
          .orderBy(sql`disabled_at is not null`)
          .orderBy('id')
          .limit(1)
          .as('c'),
      (join) => join.onTrue(),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'v.workspace_id').onRef('m.identity_id', '=', 'v.identity_id'),
    )
    .select(['v.id', 'v.helpful', 'v.comment', 'v.updated_at as at', 'c.id as contactId', 'c.name', 'm.name as member'])
    .select(sql<boolean>`v.identity_id is not null`.as('known'))
    .where('v.workspace_id', '=', ctx.workspace.id)
    .where('v.article_id', '=', articleId)
    .where('v.comment', '<>', '')
    .orderBy('v.updated_at', 'desc')
    .orderBy('v.id')
    .limit(limit)
    .execute();

/** How many said yes and how many no. For the team. */
export async function votesOf(ctx: Ctx, articleId: string): Promise<{ yes: number; no: number }> {
  const { yes, no } = await ctx.db
    .selectFrom('article_votes')
    .select((row) => row.fn.countAll<string>().filterWhere('helpful', '=', true).as('yes'))
    .select((row) => row.fn.countAll<string>().filterWhere('helpful', '=', false).as('no'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('article_id', '=', articleId)
    .executeTakeFirstOrThrow();
  return { yes: Number(yes), no: Number(no) };
}

const FOUND = 50;

/**
 * Articles of which at least half of three votes or more say that they did not help, the worst first, as the index of 0815 has them. A vote is about
 * the version that was read: with a new one it is answered. For the team.
 */
export const unhelpful = (ctx: Ctx) =>
  ctx.db
    .selectFrom('article_states as s')
    .innerJoin('articles as a', (join) =>
      join.onRef('a.workspace_id', '=', 's.workspace_id').onRef('a.id', '=', 's.article_id'),
    )
    .select(['a.id', 'a.number', 's.helped as yes', 's.missed as no'])
    .where('s.workspace_id', '=', ctx.workspace.id)
    .where(sql<boolean>`s.helped + s.missed >= 3 and s.missed >= s.helped`)
    .orderBy('s.missed', 'desc')
    .orderBy('s.article_id')
    .limit(FOUND)
    .execute();
