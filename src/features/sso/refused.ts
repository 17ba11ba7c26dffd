import { signInFailed } from '#features/identity/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Connection } from './connection.ts';

/** A sign-in that failed is in the log beside the ones by password; who it would have been was believed by nobody. */
export async function noteRefusal(ctx: Ctx, { accountId }: Connection): Promise<void> {
  await record(ctx, signInFailed, { subjectId: newId(), accountId, data: { method: 'sso', identity: null } });
}
