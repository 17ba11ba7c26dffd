import type { Ctx } from '#platform/http/context.ts';
import { say } from './messages.ts';
import { isRoom } from './room-names.ts';

/** What something that is gated is called, for whoever reads which group opens it. */
export async function objectName(ctx: Ctx, { kind, object }: { kind: string; object: string }): Promise<string> {
  if (kind === 'room') return isRoom(object) ? say(ctx.reader, `room.${object}`) : object;
  const field = await ctx.db
    .selectFrom('field_definitions')
    .select('label')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', object)
    .executeTakeFirst();
  return say(ctx.reader, 'object.field', { label: field?.label ?? '' });
}
