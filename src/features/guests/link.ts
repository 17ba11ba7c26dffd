import { sql } from 'kysely';
import { sha256Hex } from '#platform/crypto.ts';
import type { Said } from '#platform/db/kept.ts';
import type { Db } from '#platform/db/scope.ts';
import { elevate } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';

/** A link in somebody's hand, and what it is to. */
export interface GuestLink {
  id: string;
  email: string;
  accountId: string;
  ticket: string;
  number: number;
  sharedBy: string;
  expiresAt: Date;
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Whether a link opens anything now: the database knows what may have ended it. */
export const stands = (workspaceId: Said<string>) =>
  sql<boolean>`app.guest_link_stands(${workspaceId}::uuid, guest_links.id)`;

/** What a link opens, without using anything up; null for one that is over, foreign or made up. Elevates, and writes nothing. */
export async function linkBehind(ctx: Ctx, token: string): Promise<GuestLink | null> {
  if (!TOKEN.test(token)) return null;
  await elevate(ctx.db, ctx.workspace.id);
  const row = await linksOf(ctx.db, ctx.workspace.id)
    .where('guest_links.token_hash', '=', sha256Hex(token))
    .where(stands(ctx.workspace.id))
    .executeTakeFirst();
  return row ? { ...row, number: Number(row.number) } : null;
}

const linksOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('guest_links')
    .innerJoin('tickets', (join) =>
      join
        .onRef('tickets.workspace_id', '=', 'guest_links.workspace_id')
        .onRef('tickets.id', '=', 'guest_links.object_id'),
    )
    .innerJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'guest_links.workspace_id')
        .onRef('members.id', '=', 'guest_links.shared_by'),
    )
    .select(['guest_links.id', 'guest_links.email', 'guest_links.account_id as accountId'])
    .select(['tickets.id as ticket', 'tickets.number', 'members.name as sharedBy'])
    .select('guest_links.expires_at as expiresAt')
    .where('guest_links.workspace_id', '=', workspaceId);
