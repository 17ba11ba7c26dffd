import { sql } from 'kysely';
import { z } from 'zod';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand } from '#platform/http/http-error.ts';
import { articleOf, columns, mayWrite } from './access.ts';
import type { Article } from './article.ts';
import { findCategory } from './category.ts';
import { cleanFor, draftFields, type Written, writeDraft } from './draft.ts';
import { articleStarted } from './events.ts';

/** Messages are keys of the knowledge catalog. */
export const startFields = z.object({
  title: draftFields.shape.title,
  category: z.uuid('error.category'),
  lang: z.string().max(10).optional(),
});

export interface Beginning extends Written {
  categoryId: string;
  locale: string;
}

/** A new article, as a draft nobody else reads. Whoever begins it looks after it until somebody else does. */
export async function startArticle(ctx: Ctx, input: Beginning): Promise<Article> {
  demand(mayWrite(ctx.actor));
  const category = await findCategory(ctx, input.categoryId);
  const { id: workspace_id } = ctx.workspace;
  const { now } = ctx;
  const writer = ctx.actor.kind === 'member' ? ctx.actor.personId : null;
  const [id, number] = [newId(now.getTime()), await nextNumber(ctx)];
  const row = await ctx.db
    .insertInto('articles')
    .values({
      workspace_id,
      id,
      number,
      category_id: category.id,
      position: number,
      owner_id: writer,
      review_days: 180,
      created_by: writer,
      created_at: now,
      updated_at: now,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  const article = articleOf(row);
  const { html } = await cleanFor(ctx, article, input.html);
  await writeDraft(ctx, article, input.locale, 1, { ...input, html });
  await record(ctx, articleStarted, { subjectId: id, accountId: null, data: { number, locale: input.locale } });
  return article;
}

async function nextNumber(ctx: Ctx): Promise<number> {
  const { value } = await ctx.db
    .insertInto('counters')
    .values({ workspace_id: ctx.workspace.id, name: 'article', value: 1 })
    .onConflict((same) => same.columns(['workspace_id', 'name']).doUpdateSet({ value: sql`counters.value + 1` }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(value);
}
