import { z } from 'zod';
import {
  addressLine,
  demandNoDirectory,
  endSessionsOf,
  endSessionsWithoutSecondStep,
  revokeInvitations,
  takeBackInvitations,
} from '#features/identity/index.ts';
import { giveFlags, peopleInTurn } from '#features/visibility/index.ts';
import { changed } from '#platform/events/changes.ts';
import { record } from '#platform/events/record.ts';
import type { Flag } from '#platform/flags.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import { isPhone, line, seenLine } from '#platform/http/line.ts';
import { findAccount, mayManageContacts } from './access.ts';
import type { AccountContact } from './account.ts';
import { lockContact } from './contacts.ts';
import { changeableOfContact, contactChanged, contactDisabled, contactEnabled, invitationRevoked } from './events.ts';

export const contactFields = z.object({
  name: seenLine(160, 'error.name.long', 'error.unseen').min(1, 'error.person.empty'),
  title: seenLine(120, 'error.title.long', 'error.unseen').optional().default(''),
  phone: line(40, 'error.phone').refine(isPhone, 'error.phone').optional().default(''),
  role: line(60, 'error.role').min(1, 'error.role'),
  /** Absent for somebody who signs in with it: it is theirs to change. */
  email: addressLine('error.email').optional(),
});

export type ContactFacts = z.infer<typeof contactFields>;

type On = CtxOf<Member>;

/** Somebody who has joined signs in with their address; nobody else changes it. */
export const addressIsTheirs = (contact: AccountContact): boolean => contact.joined;

const row = (ctx: On, id: string) =>
  ctx.db.updateTable('contacts').where('workspace_id', '=', ctx.workspace.id).where('id', '=', id);

async function open(ctx: On, accountId: string, id: string): Promise<AccountContact> {
  await findAccount(ctx, accountId);
  const contact = await lockContact(ctx, accountId, id);
  demand(mayManageContacts(ctx.actor));
  demandStill(contact.continuesAs === null && !contact.forgotten);
  return contact;
}

/** Changes what the team knows of a contact. A new address makes the invitations to the old one worthless. */
export async function editContact(
  ctx: On,
  accountId: string,
  id: string,
  facts: ContactFacts,
  flags: ReadonlySet<Flag>,
): Promise<boolean> {
  await peopleInTurn(ctx, accountId);
  const contact = await open(ctx, accountId, id);
  const next = { ...facts, email: addressIsTheirs(contact) ? contact.email : (facts.email ?? contact.email) };
  const changes = changed(contact, next);
  const names = changeableOfContact.filter((fact) => fact in changes);
  const given = await giveFlags(ctx, { accountId, contactId: id }, flags);
  if (names.length === 0 && !given) return false;
  const fresh = names.length > 0 ? row(ctx, id).set(next).returning('identity_id') : null;
  const written = await fresh?.executeTakeFirstOrThrow();
  if (changes.email) await revokeInvitations(ctx, id);
  const data = { changed: names, changes: { ...changes, ...given?.changes } };
  await record(ctx, contactChanged, { subjectId: id, accountId, data });
  if (given?.former) {
    const { id: former, changes: theirs } = given.former;
    await record(ctx, contactChanged, { subjectId: former, accountId, data: { changed: [], changes: theirs } });
  }
  if (changes.role) await endSessionsWithoutSecondStep(ctx, written?.identity_id ?? null, next.role);
  return true;
}

/** Takes somebody's access away: their sessions end with the commit, their open pages within seconds. */
export async function disableContact(ctx: On, accountId: string, id: string): Promise<void> {
  const contact = await open(ctx, accountId, id);
  demandStill(contact.standing !== 'disabled');
  const { identity_id } = await row(ctx, id)
    .set({ disabled_at: ctx.now, ended_by_team: true })
    .returning('identity_id')
    .executeTakeFirstOrThrow();
  await takeBackInvitations(ctx, id);
  await record(ctx, contactDisabled, { subjectId: id, accountId, data: {} });
  await endSessionsOf(ctx, identity_id ? [identity_id] : []);
}

export async function enableContact(ctx: On, accountId: string, id: string): Promise<void> {
  await peopleInTurn(ctx, accountId);
  const contact = await open(ctx, accountId, id);
  demandStill(contact.standing === 'disabled');
  await demandNoDirectory(ctx, id);
  await row(ctx, id).set({ disabled_at: null, closed_with_account_at: null }).execute();
  await record(ctx, contactEnabled, { subjectId: id, accountId, data: {} });
}

/** Takes an invitation back: its link says that it is over. */
export async function takeBackInvitation(ctx: On, accountId: string, id: string): Promise<void> {
  await open(ctx, accountId, id);
  demandStill(await takeBackInvitations(ctx, id));
  await record(ctx, invitationRevoked, { subjectId: id, accountId, data: {} });
}
