import { isId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';

/** A customer in use, as far as these pages name it. Throws 404 for one that is not there and one out of reach alike. */
export async function accountNamed(ctx: Ctx, id: string) {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('accounts')
        .select(['id', 'name', 'short_name as shortName'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .where('archived_at', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}
