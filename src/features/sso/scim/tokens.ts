import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, notFound } from '#platform/http/http-error.ts';
import type { Connection } from '../connection.ts';
import { mayGiveAll } from '../role-names.ts';
import { mayManage, tell } from '../setup.ts';

/** Whoever finds one knows what it is, and so do the scanners that look for lost secrets. */
export const PREFIX = 'portico_scim_';
export const TOKEN_DAYS = 365;

export interface Token {
  id: string;
  ending: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

export async function tokensOf({ db, workspace, now }: Ctx, { id }: Pick<Connection, 'id'>): Promise<Token[]> {
  return db
    .selectFrom('scim_tokens')
    .select(['id', 'ending', 'created_at as createdAt', 'expires_at as expiresAt', 'used_at as usedAt'])
    .where('workspace_id', '=', workspace.id)
    .where('connection_id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .execute();
}

/** The token itself, which is shown once; the table has its hash. */
export async function makeToken(ctx: Ctx, connection: Connection): Promise<string> {
  demand(mayManage(ctx) && (await mayGiveAll(ctx, connection.accountId)));
  const token = PREFIX + randomToken();
  await ctx.db
    .insertInto('scim_tokens')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      connection_id: connection.id,
      token_hash: sha256Hex(token),
      ending: token.slice(-4),
      expires_at: new Date(ctx.now.getTime() + TOKEN_DAYS * 86_400_000),
      created_at: ctx.now,
    })
    .execute();
  await tell(ctx, connection, 'token-made', { detail: `…${token.slice(-4)}` });
  return token;
}

export async function revokeToken(ctx: Ctx, connection: Connection, tokenId: string): Promise<void> {
  demand(mayManage(ctx));
  const revoked = await ctx.db
    .updateTable('scim_tokens')
    .set({ revoked_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('connection_id', '=', connection.id)
    .where('id', '=', tokenId)
    .where('revoked_at', 'is', null)
    .returning('ending')
    .executeTakeFirst();
  if (!revoked) throw notFound();
  await tell(ctx, connection, 'token-revoked', { detail: `…${revoked.ending}` });
}

/** Whose directory a token speaks for. Only the system can look. */
export async function connectionBehind(
  ctx: Ctx,
  token: string,
): Promise<{ tokenId: string; connectionId: string; ending: string } | null> {
  if (!token.startsWith(PREFIX) || token.length > 200) return null;
  const row = await ctx.db
    .selectFrom('scim_tokens')
    .select(['id', 'connection_id', 'ending'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('token_hash', '=', sha256Hex(token))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .executeTakeFirst();
  return row ? { tokenId: row.id, connectionId: row.connection_id, ending: row.ending } : null;
}
