import { signInFailed } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection, Refusal } from './connection.ts';

/** A sign-in that failed is in the log beside the ones by password, with why; who it would have been was believed by nobody. */
export async function noteRefusal(ctx: Ctx, { accountId }: Connection, why: Refusal): Promise<void> {
  const stranger: Ctx = { ...ctx, actor: { kind: 'visitor', wasIdentity: null } };
  await record(stranger, signInFailed, { subjectId: newId(), accountId, data: { method: 'sso', identity: null, why } });
}
