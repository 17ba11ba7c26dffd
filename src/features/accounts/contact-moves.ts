import { sql } from 'kysely';
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

/** Why somebody cannot move there: the other account knows the address as somebody else. */
export async function knownThere(ctx: On, contactId: string, accountId: string): Promise<boolean> {
  const { email } = await rowOf(ctx, contactId);
  const row = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where('email', '=', email)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Somebody works for another customer now. They sign in as before and see the new one only. What they asked stays with the
 * customer they asked it for; open tickets go to a colleague when one is named.
 */
export async function moveContact(
  ctx: On,
  from: string,
  id: string,
  given: { into: string; heir: string | null },
): Promise<void> {
  await findAccount(ctx, from);
  await findAccount(ctx, given.into);
  await peopleInTurn(ctx, from);
  await lockContact(ctx, from, id);
  const contact = await rowOf(ctx, id);
  demand(mayManageContacts(ctx.actor) && (given.heir === null || mayHandOver(ctx.actor)));
  demandStill(contact.continues_as === null && contact.forgotten_at === null && contact.account_id !== given.into);
  demandStill(!(await knownThere(ctx, id, given.into)));
  const as = newId();
  const { name, email, title, phone, photo, role, identity_id, disabled_at, ended_by_team } = contact;
  const known = { name, email, title, phone, photo, role, identity_id, disabled_at, ended_by_team };
  await ctx.db
    .insertInto('contacts')
    .values({ workspace_id: ctx.workspace.id, id: as, account_id: given.into, created_at: ctx.now, ...known })
    .execute();
  await revokeInvitations(ctx, id);
  await ctx.db
    .updateTable('contacts')
    .set({ identity_id: null, disabled_at: ctx.now, continues_as: as, flags: [] })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
  const handedOver = given.heir ? await handOver(ctx, from, id, given.heir) : 0;
  await record(ctx, contactMoved, { subjectId: id, accountId: from, data: { to: given.into, as, handedOver } });
  await endSessionsOf(ctx, identity_id ? [identity_id] : []);
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
