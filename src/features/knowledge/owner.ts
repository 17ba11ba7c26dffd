import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';

/** Members `m` whose role still says that they write articles. */
const writes = sql<boolean>`exists (select from roles r where r.workspace_id = m.workspace_id and r.side = 'member'
  and r.key = m.role and 'articles.write' = any (r.rights))`;
/** Members `m` who can look after articles. Whatever others had is nobody's, wherever that is asked. */
export const tends = sql<boolean>`m.disabled_at is null and ${writes}`;

/** Whoever looks after an article, when they are on the team still, may open it and can be told something. */
export async function ownerOf(ctx: Ctx, articleId: string) {
  return await ctx.db
    .selectFrom('articles as a')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.owner_id'),
    )
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'm.workspace_id').onRef('i.id', '=', 'm.identity_id'),
    )
    .select(['i.id as identityId', 'i.email', 'i.locale', 'i.zone', 'a.number', 'a.verified_until as verifiedUntil'])
    .where('a.workspace_id', '=', ctx.workspace.id)
    .where('a.id', '=', articleId)
    .where('i.disabled_at', 'is', null)
    .where(tends)
    .executeTakeFirst();
}
