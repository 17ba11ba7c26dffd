import { z } from 'zod';
import { customersOf, passCustomers } from '#features/accounts/index.ts';
import { articlesOf, passArticles } from '#features/knowledge/index.ts';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { holds } from '#features/roles/index.ts';
import { personDeactivated } from '#features/sso/index.ts';
import { openTicketsOf, passTickets, takers } from '#features/tickets/index.ts';
import { isId } from '#platform/db/ids.ts';
import { elevate } from '#platform/db/scope.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Ctx } from '#platform/http/context.ts';
import { demand, demandStill } from '#platform/http/http-error.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { mayChangeMember } from './access.ts';
import { workPassed } from './events.ts';
import { findMember, type On, type TeamMember } from './member.ts';
import { say } from './messages.ts';
import { type Work, workIn } from './work.ts';

/** What somebody of the team has in hand, as far as whoever asks sees it. */
export async function workOf(ctx: Ctx, memberId: string): Promise<Work> {
  const [tickets, articles, customers] = await Promise.all([
    openTicketsOf(ctx, memberId),
    articlesOf(ctx, memberId),
    customersOf(ctx, memberId),
  ]);
  return { tickets, articles, customers };
}

/** Who could take over what a member has in hand. */
export const heirsOf = async (ctx: Ctx, memberId: string) => (await takers(ctx)).filter(({ id }) => id !== memberId);

/** Whoever was chosen to take over; nobody for none, and for somebody who has left meanwhile. */
export async function heirNamed(ctx: Ctx, memberId: string, id: string | undefined): Promise<string | null> {
  return (await heirsOf(ctx, memberId)).find((one) => one.id === id)?.id ?? null;
}

/** Of somebody who has no access any more: what a directory left in their hands, or came back into them. */
export async function handOver(ctx: On, id: string, chosen: string | undefined): Promise<TeamMember> {
  const member = await findMember(ctx, id);
  demand(mayChangeMember(ctx.actor, member, member.role));
  const heir = await heirNamed(ctx, id, chosen);
  demandStill(member.disabledAt !== null && heir !== null);
  await passOn(ctx, id, heir);
  return member;
}

/**
 * Gives what somebody has in hand to another, or to nobody. From here on the transaction is the system's: who looks after the team need
 * not see every customer.
 */
export async function passOn(ctx: Ctx, from: string, to: string | null): Promise<void> {
  await elevate(ctx.db, ctx.workspace.id);
  const work = {
    tickets: await passTickets(ctx, from, to),
    articles: await passArticles(ctx, from, to),
    customers: await passCustomers(ctx, from, to),
  };
  if (work.tickets + work.articles + work.customers === 0) return;
  await record(ctx, workPassed, { subjectId: from, accountId: null, data: { ...work, assignee: to } });
}

/** A directory asks nobody who takes over: nobody does, and whoever looks after the team is told. */
const letGo = reaction('members.let-go', personDeactivated, async (ctx, event) => {
  const { person } = event.data;
  if (event.accountId !== null || !isId(person)) return;
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', person)
    .where('disabled_at', 'is not', null)
    .executeTakeFirst();
  if (member) await passOn(ctx, member.id, null);
});

const passed = notificationKind(
  'member.work_passed',
  z.object({ name: z.string(), tickets: z.number(), articles: z.number(), customers: z.number(), to: z.string() }),
  (reader: Reader, { data: { name, to, ...work } }) =>
    say.rich(reader, to ? 'notify.passed' : 'notify.nobodys', {
      name: <b>{name}</b>,
      to: <b>{to}</b>,
      work: workIn(reader, work),
    }),
);

const MOST = 50;

const tellOfWork = reaction('members.tell-of-work', workPassed, async (ctx, event) => {
  const { assignee, ...work } = event.data;
  const names = await ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', [event.subjectId, assignee ?? event.subjectId])
    .execute();
  const called = (id: string) => names.find((one) => one.id === id)?.name ?? '';
  const lookingAfter = await ctx.db
    .selectFrom('members as m')
    .select('m.identity_id as identityId')
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where(holds('members.manage'))
    .orderBy('m.name')
    .limit(MOST)
    .execute();
  for (const { identityId } of lookingAfter)
    await notify(ctx, {
      identityId,
      kind: passed,
      subject: { type: event.subjectType, id: event.subjectId },
      url: assignee || work.tickets === 0 ? `/settings/members/${event.subjectId}` : '/inbox?view=nobody',
      actor: event,
      accountId: null,
      data: { ...work, name: called(event.subjectId), to: assignee ? called(assignee) : '' },
    });
});

export const reactions = [letGo, tellOfWork];
export const notificationKinds = [passed];
