import { isId, newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, Ctx, CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { findField, inWordsOf } from './definitions.ts';
import { changeAsked, changeDecided } from './events.ts';
import { type About, type Field, mayDecide, mayEditCompany } from './field.ts';
import { changesOf, differences, subjectIdOf, valuesOf, type Written, writeValues } from './values.ts';

/** What a customer has sent: some of it holds at once, the rest waits. Returns how many of each. */
export async function customerWrites(
  ctx: CtxOf<Contact>,
  about: About,
  written: readonly Written[],
): Promise<{ applied: number; waiting: number }> {
  const open = written.filter(({ field }) => field.customer === 'edit');
  const before = await valuesOf(ctx, about);
  const waiting = differences(
    before,
    open.filter(({ field }) => field.edits === 'approve'),
  );
  const applied = await writeValues(
    ctx,
    about,
    open.filter(({ field }) => field.edits === 'apply'),
  );
  for (const one of waiting) await ask(ctx, about, one);
  if (waiting.length > 0) {
    const data = { about: about.subject, changes: changesOf(before, waiting) };
    await record(ctx, changeAsked, { subjectId: subjectIdOf(about), accountId: about.accountId, data });
  }
  return { applied, waiting: waiting.length };
}

/** The newest wish replaces an older one that nobody has looked at. */
async function ask(ctx: CtxOf<Contact>, about: About, { field, value }: Written): Promise<void> {
  const contact = about.subject === 'contact' ? about.contactId : null;
  await ctx.db
    .deleteFrom('field_changes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('field_id', '=', field.id)
    .where('account_id', '=', about.accountId)
    .where('contact_id', contact ? '=' : 'is', contact)
    .where('decided_at', 'is', null)
    .execute();
  await ctx.db
    .insertInto('field_changes')
    .values({
      workspace_id: ctx.workspace.id,
      id: newId(ctx.now.getTime()),
      field_id: field.id,
      account_id: about.accountId,
      contact_id: contact,
      asked_by: ctx.actor.personId,
      value: typeof value === 'string' ? value : null,
      created_at: ctx.now,
    })
    .execute();
}

/** Wishes of a customer that wait, by field; as they see it themselves. */
export async function waitingFor(ctx: Ctx, about: About): Promise<Map<string, string | null>> {
  const rows = await ctx.db
    .selectFrom('field_changes')
    .select(['field_id', 'value'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', about.accountId)
    .where('contact_id', about.subject === 'contact' ? '=' : 'is', about.subject === 'contact' ? about.contactId : null)
    .where('decided_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.field_id, row.value]));
}

const waiting = (ctx: CtxOf<Member>) =>
  ctx.db
    .selectFrom('field_changes as w')
    .innerJoin('field_definitions as d', (join) =>
      join.onRef('d.workspace_id', '=', 'w.workspace_id').onRef('d.id', '=', 'w.field_id'),
    )
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'w.workspace_id').onRef('a.id', '=', 'w.account_id'),
    )
    .innerJoin('contacts as by', (join) =>
      join.onRef('by.workspace_id', '=', 'w.workspace_id').onRef('by.id', '=', 'w.asked_by'),
    )
    .leftJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'w.workspace_id').onRef('c.id', '=', 'w.contact_id'),
    )
    .leftJoin('field_values as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'w.workspace_id')
        .onRef('v.field_id', '=', 'w.field_id')
        .on((on) => on('v.subject_id', '=', on.fn.coalesce('w.contact_id', 'w.account_id'))),
    )
    .leftJoin('members as is', (join) =>
      join.onRef('is.workspace_id', '=', 'v.workspace_id').onRef('is.id', '=', 'v.person_id'),
    )
    .select(['w.id', 'w.value', 'w.created_at as createdAt', 'w.account_id as accountId', 'w.contact_id as contactId'])
    .select([
      'd.id as fieldId',
      'd.label',
      'd.words',
      'd.kind',
      'a.name as account',
      'by.name as by',
      'by.photo',
      'c.name as contact',
    ])
    .select(['v.text_value as text', 'v.number_value as number', 'v.date_value as date', 'is.name as person'])
    .where('w.workspace_id', '=', ctx.workspace.id)
    .where('w.decided_at', 'is', null);

type Row = Awaited<ReturnType<ReturnType<typeof waiting>['execute']>>[number];
export type WaitingChange = Omit<Row, 'words'> & Pick<Field, 'said'>;

export async function waitingChanges(ctx: CtxOf<Member>): Promise<WaitingChange[]> {
  const rows = await waiting(ctx).orderBy('w.created_at').limit(200).execute();
  return rows.map(({ words, ...row }) => ({ ...row, ...inWordsOf(ctx, { ...row, hint: '' }, words) }));
}

export async function countWaiting(ctx: Ctx): Promise<number> {
  const row = await ctx.db
    .selectFrom('field_changes')
    .select((one) => one.fn.countAll<string>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .where('decided_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Whoever may ask for a change of a field takes the wish for it back, as long as nobody has decided. */
export async function takeBack(ctx: CtxOf<Contact>, fieldId: string): Promise<void> {
  const { accountId, personId } = ctx.actor;
  const field = await findField(ctx, fieldId);
  demand(field.subject === 'contact' || mayEditCompany(ctx.actor));
  const row = await ctx.db
    .deleteFrom('field_changes')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('field_id', '=', field.id)
    .where('account_id', '=', accountId)
    .where('contact_id', field.subject === 'contact' ? '=' : 'is', field.subject === 'contact' ? personId : null)
    .where('decided_at', 'is', null)
    .returning(['id', 'asked_by'])
    .executeTakeFirst();
  demandStill(row !== undefined);
  await record(ctx, changeDecided, {
    subjectId: row!.id,
    accountId,
    data: { field: field.id, decision: 'withdrawn', asked: row!.asked_by },
  });
}

/** Says yes or no to a wish; yes writes the value. `reason` is for whoever asked. */
export async function decide(
  ctx: CtxOf<Member>,
  id: string,
  decision: 'approved' | 'declined',
  reason = '',
): Promise<void> {
  demand(mayDecide(ctx.actor));
  const row = isId(id)
    ? await ctx.db
        .selectFrom('field_changes')
        .selectAll()
        .where('workspace_id', '=', ctx.workspace.id)
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!row) throw notFound();
  demandStill(row.decided_at === null);
  await ctx.db
    .updateTable('field_changes')
    .set({ decision, reason, decided_at: ctx.now, decided_by: ctx.actor.personId })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const field: Field = await findField(ctx, row.field_id);
  const about: About = row.contact_id
    ? { subject: 'contact', accountId: row.account_id, contactId: row.contact_id }
    : { subject: 'account', accountId: row.account_id };
  if (decision === 'approved') await writeValues(ctx, about, [{ field, value: row.value }]);
  await record(ctx, changeDecided, { subjectId: id, accountId: row.account_id, data: { field: field.id, decision } });
}
