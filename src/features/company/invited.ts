import { sql } from 'kysely';
import { type Delivery, invitationRevoked } from '#features/accounts/index.ts';
import { takeBackInvitations } from '#features/identity/index.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { demandStill } from '#platform/http/http-error.ts';
import { mayManageColleagues } from './access.ts';
import { givable, lock } from './colleagues.ts';

type On = CtxOf<Contact>;

/** What became of the invitation of somebody who has not come. */
export interface Invited {
  sentAt: Date;
  until: Date;
  mail: Delivery['state'] | null;
}

/** The last invitation of each of these people that was not taken back, for whoever looks after them; the policies see to that. */
export async function invitationsOf(ctx: On, people: readonly string[]): Promise<Map<string, Invited>> {
  if (people.length === 0 || !mayManageColleagues(ctx.actor)) return new Map();
  const { accountId } = ctx.actor;
  const { rows } = await sql<Invited & { contact: string }>`
    select distinct on (i.contact_id) i.contact_id as contact, i.created_at as "sentAt", i.expires_at as until, m.state as mail
    from invitations i left join app.invitation_mails(${accountId}::uuid) m on m.contact_id = i.contact_id
    where i.workspace_id = ${ctx.workspace.id} and i.account_id = ${accountId} and i.contact_id = any (${people}::uuid[])
      and i.revoked_at is null and i.accepted_at is null
    order by i.contact_id, i.created_at desc`.execute(ctx.db);
  return new Map(rows.map(({ contact, ...invited }) => [contact, invited]));
}

/** Takes an invitation back: its link says that it is over. */
export async function takeBackInvited(ctx: On, id: string): Promise<'done'> {
  const { colleague } = await lock(ctx, id);
  await givable(ctx, colleague.role);
  demandStill(colleague.identity_id === null && (await takeBackInvitations(ctx, id)));
  await record(ctx, invitationRevoked, { subjectId: id, accountId: ctx.actor.accountId, data: {} });
  return 'done';
}
