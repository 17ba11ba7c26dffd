import { isId } from '#platform/db/ids.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';

type On = CtxOf<Member>;

export interface BatchLine {
  id: string;
  by: string;
  createdAt: Date;
  wave: number | null;
  remindDays: number | null;
  stoppedAt: Date | null;
  stoppedWhy: 'hand' | 'bounces' | 'inviter' | null;
  doneAt: Date | null;
  people: number;
  invited: number;
  joined: number;
}

const lines = (ctx: On) =>
  ctx.db
    .selectFrom('invitation_batches as b')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'b.workspace_id').onRef('m.id', '=', 'b.made_by'),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('invitation_batch_people as p')
          .innerJoin('contacts as c', (join) =>
            join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.contact_id'),
          )
          .select((one) => [
            one.fn.countAll<string>().as('people'),
            one.fn.count<string>('p.invited_at').as('invited'),
            one.fn.count<string>('c.identity_id').as('joined'),
          ])
          .whereRef('p.workspace_id', '=', 'b.workspace_id')
          .whereRef('p.batch_id', '=', 'b.id')
          .as('n'),
      (join) => join.onTrue(),
    )
    .select(['b.id', 'm.name as by', 'b.created_at as createdAt', 'b.wave', 'b.remind_days as remindDays'])
    .select(['b.stopped_at as stoppedAt', 'b.stopped_why as stoppedWhy', 'b.done_at as doneAt'])
    .select(['n.people', 'n.invited', 'n.joined'])
    .where('b.workspace_id', '=', ctx.workspace.id);

type Row = Awaited<ReturnType<ReturnType<typeof lines>['execute']>>[number];
const lineOf = (row: Row): BatchLine => ({
  ...row,
  stoppedWhy: row.stoppedWhy as BatchLine['stoppedWhy'],
  people: Number(row.people),
  invited: Number(row.invited),
  joined: Number(row.joined),
});

export const listBatches = async (ctx: On): Promise<BatchLine[]> =>
  (await lines(ctx).orderBy('b.created_at', 'desc').limit(50).execute()).map(lineOf);

export async function findBatch(ctx: On, id: string): Promise<BatchLine> {
  const row = isId(id) ? await lines(ctx).where('b.id', '=', id).executeTakeFirst() : undefined;
  if (!row) throw notFound();
  return lineOf(row);
}

/** The people of a batch with how far each has come. */
export const batchPeople = (ctx: On, id: string) =>
  ctx.db
    .selectFrom('invitation_batch_people as p')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'p.workspace_id').onRef('c.id', '=', 'p.contact_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.photo', 'c.identity_id as identity', 'c.account_id as accountId'])
    .select(['a.name as account', 'p.invited_at as invitedAt', 'p.reminded_at as remindedAt'])
    .select('p.passed_over_at as passedOverAt')
    .where('p.workspace_id', '=', ctx.workspace.id)
    .where('p.batch_id', '=', id)
    .orderBy('p.position')
    .execute();

export type BatchPerson = Awaited<ReturnType<typeof batchPeople>>[number];

/** A list of customers that somebody brought in. */
export async function findList(ctx: On, id: string): Promise<{ id: string; fileName: string }> {
  const row = isId(id)
    ? await ctx.db
        .selectFrom('imports')
        .select(['id', 'file_name as fileName'])
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .where('finished_at', 'is not', null)
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  return row;
}
