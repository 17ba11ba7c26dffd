import { z } from 'zod';
import type { Db } from '../db/scope.ts';
import { alone, together } from '../db/turns.ts';
import type { Ctx } from '../http/context.ts';
import { inWorkspace } from '../jobs/job-context.ts';
import { defineTask } from '../jobs/task.ts';
import type { RecordedEvent } from './define.ts';
import { reactionNamed } from './reactions.ts';

const TELLING = 'telling';

/**
 * Until this transaction ends no reaction runs: none has read what is being erased, to write it into a notice or a mail afterwards.
 * Waits for those that are under way; before any row is locked that one of them may want.
 */
export const whileNobodyIsTold = (db: Db, workspaceId: string) => alone(db, workspaceId, TELLING);

/** Runs one reaction to one event. What it does in the database happens once, however often the job runs. */
export const reactTask = defineTask({
  name: 'react',
  payload: z.object({ workspace: z.uuid(), event: z.uuid(), reaction: z.string() }),
  run: (platform, { workspace, event: eventId, reaction: name }) =>
    inWorkspace(platform, workspace, async (ctx) => {
      await together(ctx.db, workspace, TELLING);
      const event = await eventById(ctx, eventId);
      const reaction = reactionNamed(name);
      // Another workspace's event is not there for us, so a forged job finds nothing to react to.
      if (!event) throw new Error('there is no such event in this workspace');
      if (reaction?.to !== event.kind) throw new Error(`nothing called ${name} reacts to ${event.kind}`);
      if (await claim(ctx, eventId, name)) await reaction.run(ctx, event);
    }),
});

export async function eventById(ctx: Ctx, id: string): Promise<RecordedEvent | undefined> {
  const row = await ctx.db
    .selectFrom('events')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      kind: row.kind,
      accountId: row.account_id,
      subjectType: row.subject_type,
      subjectId: row.subject_id,
      actorKind: row.actor_kind as RecordedEvent['actorKind'],
      actorIdentityId: row.actor_identity_id,
      actorPersonId: row.actor_person_id,
      data: row.data,
      createdAt: row.created_at,
    }
  );
}

/** False when the work is done already. Waits for another worker that is at it, until it has committed or given up. */
async function claim(ctx: Ctx, eventId: string, reaction: string): Promise<boolean> {
  const claimed = await ctx.db
    .insertInto('reaction_runs')
    .values({ workspace_id: ctx.workspace.id, event_id: eventId, reaction })
    .onConflict((same) => same.doNothing())
    .executeTakeFirst();
  return claimed.numInsertedOrUpdatedRows === 1n;
}
