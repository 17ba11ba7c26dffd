import { sql } from 'kysely';
import { z } from 'zod';
import { mayInvite } from '#features/accounts/index.ts';
import { emailAddress, inviteContact, personBehind } from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { defineTask } from '#platform/jobs/task.ts';
import { batchStopped } from './events.ts';

const DAY_MS = 86_400_000;
/** More mails than this that could not be delivered, and more than a tenth of all: something is wrong with the list. */
const MOST_FAILED = 2;

/** One wave of a batch, and reminders that are due. It comes again a day later while there is something left to do. */
export const waveTask = defineTask({
  name: 'invitations.wave',
  payload: z.object({ workspace: z.uuid(), batch: z.uuid() }),
  run: (platform, { workspace, batch }) => inWorkspace(platform, workspace, (ctx) => sendWave(ctx, batch)),
});

type Batch = NonNullable<Awaited<ReturnType<typeof lockBatch>>>;

const lockBatch = (ctx: Ctx, id: string) =>
  ctx.db
    .selectFrom('invitation_batches')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();

export async function sendWave(ctx: Ctx, id: string): Promise<void> {
  const batch = await lockBatch(ctx, id);
  if (!batch || batch.stopped_at || batch.done_at) return;
  const inviter = await inviterOf(ctx, batch.made_by);
  if (!inviter) return stop(ctx, batch, 'inviter');
  if (await bouncing(ctx, id)) return stop(ctx, batch, 'bounces');
  await inviteNext(inviter, batch);
  await remindDue(inviter, batch);
  ctx.marks.add('inbox');
  if (await isDone(ctx, batch)) {
    await change(ctx, id, { done_at: ctx.now });
    return;
  }
  await enqueue(
    ctx,
    'invitations.wave',
    { batch: id },
    { key: `invitations:${id}`, runAt: new Date(ctx.now.getTime() + DAY_MS) },
  );
}

/** The inviter, as they are now; null when they may not invite any more. */
async function inviterOf(ctx: Ctx, memberId: string): Promise<Ctx | null> {
  const member = await ctx.db
    .selectFrom('members')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', memberId)
    .executeTakeFirst();
  const theirs = member && (await personBehind(ctx, member.identity_id));
  return theirs && mayInvite(theirs.actor) ? theirs : null;
}

const change = (ctx: Ctx, id: string, set: { done_at?: Date; stopped_at?: Date; stopped_why?: string }) =>
  ctx.db
    .updateTable('invitation_batches')
    .set(set)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();

async function stop(ctx: Ctx, { id }: Batch, why: 'bounces' | 'inviter'): Promise<void> {
  await change(ctx, id, { stopped_at: ctx.now, stopped_why: why });
  await record(ctx, batchStopped, { subjectId: id, accountId: null, data: { why } });
}

/** Whether too many of those already sent came back. */
async function bouncing(ctx: Ctx, batch: string): Promise<boolean> {
  const { rows } = await sql<{ failed: number; sent: number }>`
    select count(*) filter (where m.state = 'failed')::int as failed, count(*)::int as sent
    from invitation_batch_people p
    join invitations i on i.workspace_id = p.workspace_id and i.contact_id = p.contact_id and i.created_at >= p.invited_at
    join mails m on m.workspace_id = i.workspace_id and m.id = i.mail_id
    where p.workspace_id = ${ctx.workspace.id} and p.batch_id = ${batch}`.execute(ctx.db);
  const { failed, sent } = rows[0]!;
  return failed > MOST_FAILED && failed * 10 > sent;
}

const peopleOf = (ctx: Ctx, batch: string) =>
  ctx.db
    .selectFrom('invitation_batch_people as p')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.contact_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'p.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.title', 'c.role', 'c.account_id', 'c.identity_id', 'c.disabled_at'])
    .select(['a.archived_at', 'c.continues_as'])
    .select(({ exists, selectFrom }) => [
      exists(
        selectFrom('members as m')
          .select('m.id')
          .whereRef('m.workspace_id', '=', 'c.workspace_id')
          .whereRef('m.email', '=', 'c.email'),
      ).as('onTheTeam'),
      // One that was replaced has a newer one, so the newest says whether it was taken back.
      selectFrom('invitations as i')
        .select('i.taken_back_at')
        .whereRef('i.workspace_id', '=', 'c.workspace_id')
        .whereRef('i.contact_id', '=', 'c.id')
        .orderBy('i.created_at', 'desc')
        .orderBy('i.id', 'desc')
        .limit(1)
        .as('takenBackAt'),
    ])
    .where('p.workspace_id', '=', ctx.workspace.id)
    .where('p.batch_id', '=', batch)
    .orderBy('p.position');

type Person = Awaited<ReturnType<ReturnType<typeof peopleOf>['execute']>>[number];

/** So many a day: a job that comes again before its day, because a worker died, sends nobody anything. */
const WAVE_MS = 20 * 3_600_000;

async function inviteNext(ctx: Ctx, batch: Batch): Promise<void> {
  if (batch.wave && (await lastSent(ctx, batch.id)) > ctx.now.getTime() - WAVE_MS) return;
  let next = peopleOf(ctx, batch.id).where('p.invited_at', 'is', null).where('p.passed_over_at', 'is', null);
  if (batch.wave) next = next.limit(batch.wave);
  for (const person of await next.execute()) await invite(ctx, batch, person, 'invited_at');
}

async function lastSent(ctx: Ctx, batch: string): Promise<number> {
  const { at } = await ctx.db
    .selectFrom('invitation_batch_people')
    .select((one) => one.fn.max('invited_at').as('at'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('batch_id', '=', batch)
    .executeTakeFirstOrThrow();
  return at?.getTime() ?? 0;
}

async function remindDue(ctx: Ctx, batch: Batch): Promise<void> {
  if (!batch.remind_days) return;
  const due = new Date(ctx.now.getTime() - batch.remind_days * DAY_MS);
  const people = peopleOf(ctx, batch.id)
    .where('p.invited_at', '<=', due)
    .where('p.reminded_at', 'is', null)
    .where('p.passed_over_at', 'is', null);
  for (const person of await people.execute()) await invite(ctx, batch, person, 'reminded_at');
}

/** Somebody who may still come: an address that belongs to the team by now, or is none, would stop all the others. */
const mayCome = (person: Person): boolean =>
  person.identity_id === null &&
  person.disabled_at === null &&
  person.archived_at === null &&
  person.continues_as === null &&
  !person.onTheTeam &&
  emailAddress(person.email) !== null;

/** Somebody who has joined meanwhile, or may not come any more, is passed over; so is a reminder of what was taken back. */
async function invite(ctx: Ctx, batch: Batch, person: Person, moment: 'invited_at' | 'reminded_at'): Promise<void> {
  const open = mayCome(person) && (moment === 'invited_at' || person.takenBackAt === null);
  const mark = open ? { [moment]: ctx.now } : { passed_over_at: ctx.now };
  await ctx.db
    .updateTable('invitation_batch_people')
    .set(mark)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('batch_id', '=', batch.id)
    .where('contact_id', '=', person.id)
    .execute();
  if (!open) return;
  const { name, email, title, account_id: accountId } = person;
  await inviteContact(ctx, { accountId, name, email, title, role: person.role, message: batch.message });
}

/** Nobody is left to invite, and nobody to remind. */
async function isDone(ctx: Ctx, batch: Batch): Promise<boolean> {
  const left = await ctx.db
    .selectFrom('invitation_batch_people')
    .select('contact_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('batch_id', '=', batch.id)
    .where('passed_over_at', 'is', null)
    .where((where) =>
      where.or([where('invited_at', 'is', null), ...(batch.remind_days ? [where('reminded_at', 'is', null)] : [])]),
    )
    .limit(1)
    .executeTakeFirst();
  return left === undefined;
}
