import { type Selectable, sql } from 'kysely';
import type { Events } from '#platform/db/schema.gen.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reactionsTo } from '#platform/events/reactions.ts';
import { type Ctx, identityOf } from '#platform/http/context.ts';
import type { Stage } from './stage.ts';

const READ_AFTER_MS = 35 * 60_000;

/** From when on what happened rings a bell, and from when on it writes to the team as well. */
interface Since {
  told: Date;
  teamMailed: Date;
}

/**
 * Runs what follows from the events since the last call, as of their own time, and no job will do it a second time. Bells
 * and mailbox stay as short as somebody leaves them who was here yesterday: earlier events have told nobody anything, and
 * of the mails there are those to customers, and the last to the team.
 */
export function reactor(stage: Stage, since: Since): (at: Date) => Promise<void> {
  let last = '00000000-0000-0000-0000-000000000000';
  return async (at) => {
    const ctx = stage.system(at);
    const fresh = await ctx.db
      .selectFrom('events')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '>', last)
      .orderBy('id')
      .execute();
    last = fresh.at(-1)?.id ?? last;
    for (const event of fresh) {
      const mailed = event.actor_kind === 'member' || at >= since.teamMailed;
      await reactTo(ctx, event, at < since.told ? 'nothing' : mailed ? 'everything' : 'bells');
    }
  };
}

async function reactTo(
  ctx: Ctx,
  event: Selectable<Events>,
  follows: 'nothing' | 'bells' | 'everything',
): Promise<void> {
  for (const reaction of reactionsTo(event.kind)) {
    await ctx.db
      .insertInto('reaction_runs')
      .values({ workspace_id: ctx.workspace.id, event_id: event.id, reaction: reaction.name, ran_at: ctx.now })
      .execute();
    const run = () => reaction.run(ctx, recorded(event));
    if (follows === 'everything') await run();
    if (follows === 'bells') await ringOnly(ctx, run);
  }
}

/** Takes back what a reaction did, and leaves its notifications: mails cannot be deleted, only not written. */
async function ringOnly(ctx: Ctx, run: () => Promise<void>): Promise<void> {
  await sql`savepoint ring`.execute(ctx.db);
  await run();
  const rung = await ctx.db
    .selectFrom('notifications')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('created_at', '=', ctx.now)
    .execute();
  await sql`rollback to savepoint ring`.execute(ctx.db);
  // `path` is made of `url` by the table itself.
  for (const { path: _, data, ...row } of rung) {
    const values = { ...row, data: JSON.stringify(data) };
    await ctx.db
      .insertInto('notifications')
      .values(values)
      .onConflict((same) => same.columns(['workspace_id', 'id']).doUpdateSet(values))
      .execute();
  }
}

const recorded = (row: Selectable<Events>): RecordedEvent => ({
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
});

/** Whoever does something on a ticket has seen what they were told about it. */
export async function readOwn(ctx: Ctx, number: number): Promise<void> {
  await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('identity_id', '=', identityOf(ctx.actor))
    .where('read_at', 'is', null)
    .where('subject_id', 'in', (tickets) =>
      tickets
        .selectFrom('tickets')
        .select('id')
        .where('workspace_id', '=', ctx.workspace.id)
        .where('number', '=', number),
    )
    .execute();
}

/** What was told before `unreadSince` has been read, and mail stays where /dev/mail shows it: these addresses are made up. */
export async function settle({ now, system }: Stage, unreadSince: Date): Promise<void> {
  const { db, workspace } = system(now);
  await db
    .updateTable('notifications')
    .set((row) => ({ read_at: sql<Date>`${row.ref('created_at')} + ${READ_AFTER_MS} * interval '1 millisecond'` }))
    .where('workspace_id', '=', workspace.id)
    .where('read_at', 'is', null)
    .where('created_at', '<', unreadSince)
    .execute();
  await db
    .updateTable('mails')
    .set({ state: 'kept', last_response: 'part of the demo' })
    .where('workspace_id', '=', workspace.id)
    .where('state', '=', 'queued')
    .execute();
}
