import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { isFirstWithin } from '#platform/http/rate-limit.ts';
import { daysFrom } from './terms.ts';

const DAY = 24 * 3600;
/** How long a link that has run out still says so, and not that nobody knows it. */
const SAYS_SO_DAYS = 90;

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

/** Anybody can have anybody's address invited, and then type it at the door: one further letter a day goes there, whoever asks. */
export const mayBeSentAgain = ({ db, workspace }: Ctx, email: string): Promise<boolean> =>
  isFirstWithin(db, DAY, `invitation again ${workspace.id} ${email}`);

/**
 * One more link to an invitation, whose end is its own: the token. The one in the first mail goes on working, or a stranger who asks would
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
      expires_at: daysFrom(expiresAt, SAYS_SO_DAYS),
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
