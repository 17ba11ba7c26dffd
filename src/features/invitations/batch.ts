import { sql } from 'kysely';
import { z } from 'zod';
import { mayInvite } from '#features/accounts/index.ts';
import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { prose } from '#platform/http/line.ts';
import { enqueue } from '#platform/jobs/queue.ts';
import { batchMade, batchStopped } from './events.ts';
import type { Pasted } from './paste.ts';

export const planFields = z.object({
  role: z.enum(['contributor', 'viewer'], 'error.role').optional().default('contributor'),
  message: prose(1000, 'error.message.long').optional().default(''),
  wave: z.enum(['0', '25', '50', '100'], 'error.form').optional().default('0').transform(Number),
  remind: z.enum(['0', '3', '7', '14'], 'error.form').optional().default('0').transform(Number),
});

export type Plan = z.output<typeof planFields>;

type On = CtxOf<Member>;

/** As many as a page shows. */
const MOST_SHOWN = 500;

/** Whose contacts: one account's, or those that a list brought in or changed; of all without either. */
export interface Among {
  accountId: string | null;
  importId: string | null;
}

/** Contacts that have not come yet and may be asked, the first of them, and how many they are; those first whom nobody has asked. */
export async function whoMayBeAsked(ctx: On, among: Among) {
  const asked = sql`exists (select from invitations i where i.workspace_id = c.workspace_id and i.contact_id = c.id)`;
  const people = await askable(ctx, among)
    .select(sql<string>`count(*) over ()`.as('all'))
    .orderBy(asked)
    .orderBy('a.sort_name')
    .orderBy('c.name')
    .orderBy('c.id')
    .limit(MOST_SHOWN)
    .execute();
  return { people, count: Number(people[0]?.all ?? 0) };
}

function askable(ctx: On, { accountId, importId }: Among) {
  let query = ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.account_id as accountId', 'a.name as account'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.identity_id', 'is', null)
    .where('c.disabled_at', 'is', null)
    .where('c.continues_as', 'is', null)
    .where('a.archived_at', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('members as m')
            .select('m.id')
            .whereRef('m.workspace_id', '=', 'c.workspace_id')
            .whereRef('m.email', '=', 'c.email'),
        ),
      ),
    );
  if (accountId) query = query.where('c.account_id', '=', accountId);
  if (importId)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('import_marks as k')
          .select('k.subject_id')
          .whereRef('k.workspace_id', '=', 'c.workspace_id')
          .whereRef('k.subject_id', '=', 'c.id')
          .where('k.import_id', '=', importId),
      ),
    );
  return query;
}

/** People among these who are at other customers already: by a slip, one would see what the other is told. */
export async function peopleElsewhere(ctx: On, accountId: string, people: Pasted[]) {
  if (people.length === 0) return [];
  return await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.name', 'c.email', 'a.name as account'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.account_id', '<>', accountId)
    .where('c.continues_as', 'is', null)
    .where('a.archived_at', 'is', null)
    .where(
      'c.email',
      'in',
      people.map((one) => one.email),
    )
    .orderBy('c.email')
    .orderBy('a.sort_name')
    .execute();
}

export type Elsewhere = Awaited<ReturnType<typeof peopleElsewhere>>[number];

/** Adds people to an account who are not in it; those it knows are found by their address. Returns all their ids. */
async function known(ctx: On, accountId: string, people: Pasted[], role: string): Promise<string[]> {
  if (people.length === 0) return [];
  await ctx.db
    .insertInto('contacts')
    .values(people.map((one) => ({ workspace_id: ctx.workspace.id, id: newId(), account_id: accountId, role, ...one })))
    .onConflict((same) => same.columns(['workspace_id', 'account_id', 'email']).doNothing())
    .execute();
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where(
      'email',
      'in',
      people.map((one) => one.email),
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Addresses among these that belong to the team: they would see the portal as a customer. */
export async function teamAddresses(ctx: On, people: Pasted[]): Promise<string[]> {
  if (people.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('members')
    .select('email')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      'email',
      'in',
      people.map((one) => one.email),
    )
    .execute();
  return rows.map((row) => row.email);
}

/** Who of these is not asked, though they were named: here already, without access, or under another entry by now. */
export async function leftOut(ctx: On, accountId: string, people: Pasted[]): Promise<LeftOut[]> {
  if (people.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('contacts')
    .select(['name', 'disabled_at', 'identity_id', 'continues_as'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where(
      'email',
      'in',
      people.map((one) => one.email),
    )
    .orderBy('name')
    .execute();
  return rows.flatMap(({ name, disabled_at, identity_id, continues_as }) => {
    const why = continues_as ? 'other' : disabled_at ? 'ended' : identity_id ? 'joined' : null;
    return why ? [{ name, why }] : [];
  });
}

export interface LeftOut {
  name: string;
  why: 'joined' | 'ended' | 'other';
}

/** Plans invitations for these people; a job sends them. Whoever has joined or lost access is left out. */
export async function planInvitations(
  ctx: On,
  given: Among & { chosen: string[]; pasted: Pasted[]; plan: Plan },
): Promise<{ id: string; people: number } | null> {
  demand(mayInvite(ctx.actor));
  const { plan } = given;
  const added = given.accountId ? await known(ctx, given.accountId, given.pasted, plan.role) : [];
  const wanted = [...new Set([...given.chosen, ...added])].filter(isId);
  if (wanted.length === 0 && !given.importId) return null;
  const those = askable(ctx, given);
  const people = await (given.importId ? those : those.where('c.id', 'in', wanted))
    .orderBy('a.sort_name')
    .orderBy('c.name')
    .orderBy('c.id')
    .execute();
  if (people.length === 0) return null;
  const id = newId(ctx.now.getTime());
  const { workspace, actor, now } = ctx;
  await ctx.db
    .insertInto('invitation_batches')
    .values({
      workspace_id: workspace.id,
      id,
      made_by: actor.personId,
      message: plan.message,
      wave: plan.wave || null,
      remind_days: plan.remind || null,
      created_at: now,
    })
    .execute();
  await ctx.db
    .insertInto('invitation_batch_people')
    .values(
      people.map((one, position) => ({
        workspace_id: workspace.id,
        batch_id: id,
        contact_id: one.id,
        account_id: one.accountId,
        position,
      })),
    )
    .execute();
  await record(ctx, batchMade, { subjectId: id, accountId: null, data: { people: people.length } });
  await enqueue(ctx, 'invitations.wave', { batch: id }, { key: `invitations:${id}` });
  return { id, people: people.length };
}

export async function stopBatch(ctx: On, id: string): Promise<void> {
  demand(mayInvite(ctx.actor));
  const batch = await ctx.db
    .selectFrom('invitation_batches')
    .select(['stopped_at', 'done_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!batch) throw notFound();
  demandStill(batch.stopped_at === null && batch.done_at === null);
  await ctx.db
    .updateTable('invitation_batches')
    .set({ stopped_at: ctx.now, stopped_why: 'hand' })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, batchStopped, { subjectId: id, accountId: null, data: { why: 'hand' } });
}
