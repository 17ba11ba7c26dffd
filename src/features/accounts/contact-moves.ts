import { sql } from 'kysely';
import { type Field, fieldsOf, valuesOf, writeValues } from '#features/fields/index.ts';
import { endSessionsOf, endSessionsWithoutSecondStep, revokeInvitations } from '#features/identity/index.ts';
import { peopleInTurn } from '#features/visibility/index.ts';
import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill, notFound } from '#platform/http/http-error.ts';
import { findAccount, mayHandOver, mayManageContacts } from './access.ts';
import { lockContact } from './contacts.ts';
import { contactMerged, contactMoved } from './events.ts';
import { isHeld } from './hold.ts';
import { tellOfShutAddress } from './shut-address.ts';

type On = CtxOf<Member>;

const rowOf = (ctx: On, id: string) =>
  ctx.db
    .selectFrom('contacts')
    .selectAll()
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

/** Two rows of one person become one: what the first one wrote and asked is the second one's. Whose access had ended is not let in by it. */
export async function mergeContacts(ctx: On, accountId: string, from: string, into: string): Promise<void> {
  await findAccount(ctx, accountId);
  await peopleInTurn(ctx, accountId);
  const pair = [from, into].sort();
  for (const id of pair) await lockContact(ctx, accountId, id);
  const [gone, stays] = [await rowOf(ctx, from), await rowOf(ctx, into)];
  demand(mayManageContacts(ctx.actor));
  demandStill(gone.continues_as === null && stays.continues_as === null && from !== into);
  demandStill(gone.forgotten_at === null && stays.forgotten_at === null);
  demandStill(!(await isHeld(ctx, [accountId])));
  await revokeInvitations(ctx, from);
  await sql`select app.merge_contacts(${from}::uuid, ${into}::uuid)`.execute(ctx.db);
  await record(ctx, contactMerged, { subjectId: into, accountId, data: { from } });
  const { disabled_at: out } = await rowOf(ctx, into);
  const homeless = gone.identity_id && stays.identity_id && gone.identity_id !== stays.identity_id;
  await endSessionsOf(ctx, gone.identity_id && (homeless || out) ? [gone.identity_id] : []);
  if (homeless) await tellOfShutAddress(ctx, gone.identity_id!, stays.identity_id!);
  if (!stays.identity_id) await endSessionsWithoutSecondStep(ctx, gone.identity_id, stays.role);
}

/** What a move would leave behind. */
export async function ticketsOf(ctx: On, accountId: string, contactId: string): Promise<{ all: number; open: number }> {
  const row = await ctx.db
    .selectFrom('tickets')
    .select((one) => [
      one.fn.countAll<string>().as('all'),
      sql<string>`count(*) filter (where status not in ('solved', 'closed'))`.as('open'),
    ])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('requester_id', '=', contactId)
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), open: Number(row.open) };
}

/** How many public answers somebody wrote. They stand in the tickets of their account, which have an index. */
export async function repliesOf(ctx: On, accountId: string, contactId: string): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('tickets as t')
    .innerJoin('replies as r', (on) =>
      on.onRef('r.workspace_id', '=', 't.workspace_id').onRef('r.ticket_id', '=', 't.id'),
    )
    .select((one) => one.fn.countAll<string>().as('n'))
    .where('t.workspace_id', '=', ctx.workspace.id)
    .where('t.account_id', '=', accountId)
    .where('r.contact_id', '=', contactId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** What may be known of people, and what is filled in about one of them. */
const fieldsAbout = (ctx: On, accountId: string, contactId: string) =>
  Promise.all([fieldsOf(ctx, 'contact'), valuesOf(ctx, { subject: 'contact', accountId, contactId })]);

/** Which fields are filled in about somebody. */
export async function filledIn(ctx: On, accountId: string, contactId: string): Promise<Field[]> {
  const [fields, values] = await fieldsAbout(ctx, accountId, contactId);
  return fields.filter(({ id }) => values.has(id));
}

/** What can go along with them: a file stays with the customer it was kept for. */
export const isPortable = ({ kind }: Field): boolean => kind !== 'file';

/** Who has their address at the other customer: somebody else, or they themselves, as they were before they went from there. */
export async function knownThere(
  ctx: On,
  contactId: string,
  accountId: string,
): Promise<{ id: string; themselves: boolean } | undefined> {
  const ws = ctx.workspace.id;
  const { rows } = await sql<{ id: string; themselves: boolean }>`
    with recursive before as (
      select id from contacts where workspace_id = ${ws} and continues_as = ${contactId}
      union
      select c.id from before b join contacts c on c.workspace_id = ${ws} and c.continues_as = b.id)
    select id, id in (select id from before) as themselves from contacts
    where workspace_id = ${ws} and account_id = ${accountId}
      and email = (select email from contacts where workspace_id = ${ws} and id = ${contactId})`.execute(ctx.db);
  return rows[0];
}

/**
 * Somebody works for another customer now. They sign in as before and see the new one only. What they asked stays with the
 * customer they asked it for; open tickets go to a colleague when one is named. Whoever comes back takes up the entry they had.
 */
export async function moveContact(
  ctx: On,
  from: string,
  id: string,
  given: { into: string; heir: string | null; filled: 'along' | 'stays' },
): Promise<void> {
  await findAccount(ctx, from);
  await findAccount(ctx, given.into);
  for (const one of [from, given.into].sort()) await peopleInTurn(ctx, one);
  await lockContact(ctx, from, id);
  const contact = await rowOf(ctx, id);
  demand(mayManageContacts(ctx.actor) && (given.heir === null || mayHandOver(ctx.actor)));
  demandStill(contact.continues_as === null && contact.forgotten_at === null && contact.account_id !== given.into);
  const as = await standThere(ctx, contact, given.into);
  await revokeInvitations(ctx, id);
  await ctx.db
    .updateTable('contacts')
    .set({ identity_id: null, disabled_at: ctx.now, continues_as: as, flags: [] })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  if (given.filled === 'along') {
    const about = { subject: 'contact', accountId: given.into, contactId: as } as const;
    const [fields, values] = await fieldsAbout(ctx, from, id);
    // What they have emptied meanwhile is empty in the entry they come back to.
    const written = fields.filter(isPortable).map((field) => ({ field, value: values.get(field.id)?.text ?? null }));
    await writeValues(ctx, about, written);
  }
  const handedOver = given.heir ? await handOver(ctx, from, id, given.heir) : 0;
  await record(ctx, contactMoved, { subjectId: id, accountId: from, data: { to: given.into, as, handedOver } });
  await endSessionsOf(ctx, contact.identity_id ? [contact.identity_id] : []);
}

/** The entry at the other customer by which somebody goes on: a new one, or the one they had. */
async function standThere(ctx: On, contact: Awaited<ReturnType<typeof rowOf>>, into: string): Promise<string> {
  const { name, email, title, phone, photo, role, identity_id, disabled_at, ended_by_team } = contact;
  const known = { name, email, title, phone, photo, role, identity_id, disabled_at, ended_by_team };
  const before = await knownThere(ctx, contact.id, into);
  if (!before) {
    const id = newId();
    await ctx.db
      .insertInto('contacts')
      .values({ workspace_id: ctx.workspace.id, id, account_id: into, created_at: ctx.now, ...known })
      .execute();
    return id;
  }
  demandStill(before.themselves);
  const { numUpdatedRows } = await ctx.db
    .updateTable('contacts')
    .set({ ...known, continues_as: null })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', before.id)
    .where('continues_as', 'is not', null)
    .executeTakeFirstOrThrow();
  demandStill(numUpdatedRows === 1n);
  return before.id;
}

/** Open tickets of one contact become a colleague's. */
async function handOver(ctx: On, accountId: string, from: string, heir: string): Promise<number> {
  const colleague = await lockContact(ctx, accountId, heir);
  if (colleague.continuesAs || colleague.standing === 'disabled' || heir === from) throw notFound();
  const moved = await ctx.db
    .updateTable('tickets')
    .set({ requester_id: heir })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('requester_id', '=', from)
    .where('status', 'not in', ['solved', 'closed'])
    .executeTakeFirst();
  return Number(moved.numUpdatedRows);
}
