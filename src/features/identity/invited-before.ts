import { randomToken, sha256Hex } from '#platform/crypto.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { forbidden } from '#platform/http/http-error.ts';
import { identityFor } from './identities.ts';
import { daysFrom, INVITATION_DAYS } from './terms.ts';

export interface SeededInvitation {
  contact: { id: string; accountId: string; name: string; email: string };
  /** The member. */
  by: string;
  message: string;
  at: Date;
  /** When they joined; null for somebody who has not come yet. */
  joined: Date | null;
}

/** An invitation that went out earlier, without its mail. For seeds: nobody has its token, so nobody joins by it. */
export async function addInvitation(ctx: Ctx, { contact, by, message, at, joined }: SeededInvitation): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  await ctx.db
    .insertInto('invitations')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(at.getTime()),
      account_id: contact.accountId,
      contact_id: contact.id,
      invited_by: by,
      token_hash: sha256Hex(randomToken()),
      message,
      expires_at: daysFrom(at, INVITATION_DAYS),
      accepted_at: joined,
      created_at: at,
    })
    .execute();
  if (!joined) return;
  const { id } = await identityFor(ctx, { name: contact.name, email: contact.email });
  await ctx.db
    .updateTable('contacts')
    .set({ identity_id: id })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', contact.id)
    .execute();
}
