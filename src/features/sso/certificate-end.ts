import { asSystem } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import type { Connection } from './connection.ts';
import { allConnections } from './connections.ts';
import { tellOfEnd } from './letters.tsx';
import { ownersOf } from './owners.ts';
import { endOf } from './saml/metadata.ts';
import { endsSoon } from './section.ts';

/** The owners hear of it two weeks before, and once more when it is nearly there. */
const TELL_DAYS = [14, 3];

/** After what providers say of themselves was read: whose certificate ends, and nobody has published another one. */
export async function tellOfEnds(platform: Platform, workspaceId: string): Promise<void> {
  const any = await asSystem(platform.pool, workspaceId, (db) =>
    db
      .selectFrom('sso_connections')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('kind', '=', 'saml')
      .where('enabled_at', 'is not', null)
      .executeTakeFirst(),
  );
  if (any) await inWorkspace(platform, workspaceId, tellOwners);
}

export async function tellOwners(ctx: Ctx): Promise<void> {
  for (const connection of await allConnections(ctx)) {
    if (connection.endsAt === null) await noteEnd(ctx, connection);
    const ends = connection.enabledAt ? endsSoon(connection, ctx.now) : null;
    if (!ends || !isDue(connection, ends, ctx.now)) continue;
    const owners = await ownersOf(ctx);
    await tellOfEnd(
      ctx,
      owners.map(({ identityId }) => identityId),
      { ...connection, ends },
    );
    await ctx.db
      .updateTable('sso_connections')
      .set({ end_told_at: ctx.now })
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', connection.id)
      .execute();
  }
}

/** A provider that was given before this was noted. */
const noteEnd = (ctx: Ctx, { id, provider }: Connection) =>
  ctx.db
    .updateTable('sso_connections')
    .set({ ends_at: endOf(provider) })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();

const isDue = ({ endToldAt }: Connection, ends: Date, now: Date): boolean =>
  TELL_DAYS.some((days) => {
    const from = new Date(ends.getTime() - days * 86_400_000);
    return from <= now && (endToldAt === null || endToldAt < from);
  });
