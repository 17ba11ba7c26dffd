import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { forbidden } from '#platform/http/http-error.ts';
import { newcomerWaits } from './events.ts';

export interface SeededNewcomer {
  name: string;
  company: string;
  email: string;
  at: Date;
}

/** Somebody who asked and proved their address earlier, and waits. For seeds: nobody was written to. */
export async function addNewcomer(ctx: Ctx, { at, ...who }: SeededNewcomer): Promise<void> {
  if (ctx.actor.kind !== 'system') throw forbidden();
  const id = newId(at.getTime());
  await ctx.db
    .insertInto('sign_ups')
    .values({
      ...who,
      workspace_id: ctx.workspace.id,
      id,
      locale: ctx.reader.locale,
      host: ctx.portal.host,
      expires_at: at,
      proved_at: at,
      created_at: at,
    })
    .execute();
  await record(ctx, newcomerWaits, { subjectId: id, accountId: null, data: {} });
}
