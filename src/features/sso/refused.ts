import { emailAddress, signInFailed } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Asserted, Connection, Refusal } from './connection.ts';

/**
 * A sign-in that failed is in the log beside the ones by password: why, and as whom, when the provider named somebody who is known
 * here. An address of nobody's is not kept.
 */
export async function noteRefusal(
  ctx: Ctx,
  { accountId }: Connection,
  why: Refusal,
  asserted: Asserted | undefined,
): Promise<void> {
  const stranger: Ctx = { ...ctx, actor: { kind: 'visitor', wasIdentity: null } };
  const identity = await named(ctx, asserted);
  await record(stranger, signInFailed, { subjectId: newId(), accountId, data: { method: 'sso', identity, why } });
}

async function named({ db, workspace }: Ctx, asserted: Asserted | undefined): Promise<string | null> {
  const email = asserted?.email && emailAddress(asserted.email);
  if (!email) return null;
  const row = await db
    .selectFrom('identities')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .where('email', '=', email)
    .executeTakeFirst();
  return row?.id ?? null;
}
