import { colleagueBehind } from '#features/identity/index.ts';
import { mayPublish } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';

/** Who wanted it: the log says that it was theirs, and it goes on only as long as they may publish. Null is the operator. */
export async function behind(ctx: Ctx, memberId: string | null): Promise<Ctx | null> {
  if (memberId === null) return ctx;
  const theirs = await colleagueBehind(ctx, memberId);
  return theirs && mayPublish(theirs.actor) ? theirs : null;
}
