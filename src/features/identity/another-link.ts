import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';

/** What may be taken up now: an invitation to a customer, or to the team. */
export interface OpenInvitation {
  id: string;
  /** The page where it is accepted. */
  page: '/invitation' | '/team-invitation';
  expiresAt: Date;
}

type Find = (ctx: Ctx, email: string) => Promise<OpenInvitation | null>;

let installed: Find = async () => null;

/** Called once, by app/features.ts: the team's invitations are kept elsewhere (src/features/members). */
export function installTeamInvitations(find: Find): void {
  installed = find;
}

export const openTeamInvitation: Find = (ctx, email) => installed(ctx, email);

/**
 * One more link to an invitation, which ends and is closed with it: the token. The one in the first mail goes on working, or a stranger who asks would
 * take it away. Only the system may.
 */
export async function anotherLink(ctx: Ctx, { id, expiresAt }: OpenInvitation): Promise<string> {
  const token = randomToken();
  await ctx.db
    .insertInto('verifications')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(),
      identifier: identifierOf(token),
      value: id,
      expires_at: expiresAt,
      created_at: ctx.now,
    })
    .execute();
  return token;
}

/** Which invitation a further link leads to; null for a first one, and for none. Only the system can look. */
export async function invitationOf(ctx: Ctx, token: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('verifications')
    .select('value')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identifier', '=', identifierOf(token))
    .executeTakeFirst();
  return row?.value ?? null;
}

const identifierOf = (token: string): string => `invitation:${sha256Hex(token)}`;
