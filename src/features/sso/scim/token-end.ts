import { sql } from 'kysely';
import { asSystem } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import { tellOfTokenEnd } from '../letters.tsx';
import { ownersOf } from '../owners.ts';

/** From then on a directory says nothing any more, and whoever leaves stays in: the owners hear of it a month and a week before. */
const TELL_DAYS = [30, 7];
const DAY_MS = 86_400_000;
const SOON_DAYS = 30;

export interface TokenEnd {
  id: string;
  name: string;
  ends: Date;
  toldAt: Date | null;
}

/** Directories whose last token ends soon, or has just ended. One that has another token goes on. */
export async function tokensEnding(ctx: Ctx): Promise<TokenEnd[]> {
  const [from, to] = [-SOON_DAYS, SOON_DAYS].map((days) => new Date(ctx.now.getTime() + days * DAY_MS));
  const { rows } = await sql<TokenEnd>`
    select c.id, c.name, max(t.expires_at) as ends, c.token_end_told_at as "toldAt"
    from sso_connections c join scim_tokens t on t.workspace_id = c.workspace_id and t.connection_id = c.id
    where c.workspace_id = ${ctx.workspace.id} and t.revoked_at is null
    group by c.workspace_id, c.id having max(t.expires_at) between ${from} and ${to}
    order by c.name`.execute(ctx.db);
  return rows;
}

/** Every night, where there is a directory at all. */
export async function tellOfTokens(platform: Platform, workspaceId: string): Promise<void> {
  const any = await asSystem(platform.pool, workspaceId, (db) =>
    db.selectFrom('scim_tokens').select('id').where('workspace_id', '=', workspaceId).executeTakeFirst(),
  );
  if (any) await inWorkspace(platform, workspaceId, tellOwnersOfTokens);
}

export async function tellOwnersOfTokens(ctx: Ctx): Promise<void> {
  for (const token of await tokensEnding(ctx)) {
    if (!isDue(token, ctx.now)) continue;
    const owners = await ownersOf(ctx);
    await tellOfTokenEnd(
      ctx,
      owners.map(({ identityId }) => identityId),
      token,
    );
    await ctx.db
      .updateTable('sso_connections')
      .set({ token_end_told_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', token.id)
      .execute();
  }
}

const isDue = ({ ends, toldAt }: TokenEnd, now: Date): boolean =>
  ends > now &&
  TELL_DAYS.some((days) => {
    const from = new Date(ends.getTime() - days * DAY_MS);
    return from <= now && (toldAt === null || toldAt < from);
  });
