import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import { say } from './messages.ts';
import { isRoom } from './room-names.ts';

/** What something that is gated is called, for whoever reads which group opens it. */
export async function objectName(ctx: Ctx, { kind, object }: { kind: string; object: string }): Promise<string> {
  if (kind === 'room') return isRoom(object) ? say(ctx.reader, `room.${object}`) : object;
  if (kind === 'article') return say(ctx.reader, 'object.article', { label: await articleTitle(ctx, object) });
  if (kind === 'category') return say(ctx.reader, 'object.category', { label: await categoryTitle(ctx, object) });
  const field = await ctx.db
    .selectFrom('field_definitions as d')
    .select(fieldLabel(ctx).as('label'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', object)
    .executeTakeFirst();
  return say(ctx.reader, 'object.field', { label: field?.label ?? '' });
}

/** What the field `d` is called for whoever reads. */
export const fieldLabel = ({ reader }: Pick<Ctx, 'reader'>) =>
  sql<string>`coalesce(nullif(d.words #>> array[${reader.locale}::text, 'label'], ''), d.label)`;

const inOrder = (ctx: Ctx) => sql`locale = ${ctx.reader.locale} desc, locale = ${ctx.workspace.locale} desc, locale`;

async function articleTitle(ctx: Ctx, id: string): Promise<string> {
  const { rows } = await sql<{ title: string }>`select title from (
      select locale, title, revision, 1 as draft from article_drafts where workspace_id = ${ctx.workspace.id} and article_id = ${id}::uuid
      union all
      select locale, title, revision, 0 from article_versions where workspace_id = ${ctx.workspace.id} and article_id = ${id}::uuid) said
    order by ${inOrder(ctx)}, revision desc, draft desc limit 1`.execute(ctx.db);
  return rows[0]?.title ?? '';
}

async function categoryTitle(ctx: Ctx, id: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('category_texts')
    .select('title')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('category_id', '=', id)
    .orderBy(inOrder(ctx))
    .limit(1)
    .executeTakeFirst();
  return row?.title ?? '';
}
