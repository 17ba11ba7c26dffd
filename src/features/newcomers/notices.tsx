import { z } from 'zod';
import { calledAlike, doubtOf } from '#features/accounts/index.ts';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { holds } from '#features/roles/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { newcomerJoined, newcomerWaits } from './events.ts';
import { DECISION_DAYS } from './forget.ts';
import { say } from './messages.ts';

const waits = notificationKind('newcomer.waiting', z.object({ name: z.string() }), (reader, { data }) =>
  say.rich(reader, 'notify.waiting', { name: <b>{data.name}</b> }),
);
const joined = notificationKind(
  'newcomer.joined',
  z.object({ name: z.string(), account: z.string(), email: z.string().default('') }),
  (reader, { data }) =>
    say.rich(reader, 'notify.joined', {
      name: <b>{data.name}</b>,
      account: <b>{data.account}</b>,
      email: data.email,
      known: data.email ? 'yes' : 'no',
    }),
);
const opened = notificationKind(
  'newcomer.opened',
  z.object({ name: z.string(), account: z.string(), email: z.string(), alike: z.string().nullable() }),
  (reader, { data }) =>
    say.rich(reader, 'notify.opened', {
      name: <b>{data.name}</b>,
      account: <b>{data.account}</b>,
      email: data.email,
      alike: data.alike ? 'yes' : 'no',
    }),
);

export const notificationKinds = [waits, joined, opened];

interface Told {
  identityId: string;
  email: string;
  locale: string | null;
  zone: string | null;
}

const MOST = 50;

/** Whoever of the team lets people in. */
const deciders = ({ db, workspace }: Ctx): Promise<Told[]> =>
  db
    .selectFrom('members as m')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'm.workspace_id').onRef('i.id', '=', 'm.identity_id'),
    )
    .innerJoin('roles as own', (join) =>
      join
        .onRef('own.workspace_id', '=', 'm.workspace_id')
        .onRef('own.key', '=', 'm.role')
        .on('own.side', '=', 'member')
        .on('own.reach', '=', 'all'),
    )
    .select(['i.id as identityId', 'i.email', 'i.locale', 'i.zone'])
    .where('m.workspace_id', '=', workspace.id)
    .where('m.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .where(holds('contacts.invite'))
    .orderBy('m.name')
    .limit(MOST)
    .execute();

/** Whoever of a customer looks after its people. */
const keepers = ({ db, workspace }: Ctx, accountId: string): Promise<Told[]> =>
  db
    .selectFrom('contacts as c')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'c.workspace_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .innerJoin('roles as r', (join) =>
      join.onRef('r.workspace_id', '=', 'c.workspace_id').onRef('r.key', '=', 'c.role').on('r.side', '=', 'contact'),
    )
    .select(['i.id as identityId', 'i.email', 'i.locale', 'i.zone'])
    .where('c.workspace_id', '=', workspace.id)
    .where('c.account_id', '=', accountId)
    .where('c.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .where((one) => one('r.rights', '@>', one.val(['colleagues.manage'])))
    .limit(MOST)
    .execute();

const tellOfWaiting = reaction('newcomers.tell-of-waiting', newcomerWaits, async (ctx, event) => {
  const row = await ctx.db
    .selectFrom('sign_ups')
    .select(['name', 'company', 'email'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', event.subjectId)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  if (!row) return;
  const alike = await calledAlike(ctx, row.company);
  const url = `/newcomers/${event.subjectId}`;
  for (const person of await deciders(ctx)) {
    await tell(ctx, event, person, waits, { name: row.name }, url);
    const reader = readerOf(ctx, person);
    await queueMail(ctx, {
      kind: 'newcomer.waiting',
      to: { address: person.email, identityId: person.identityId },
      reader,
      thread: { kind: 'sign_up', id: event.subjectId },
      ...usualMail((part) => say(reader, `waitingMail.${part}`, row), {
        url,
        why: say(reader, 'waitingMail.why', { name: ctx.workspace.name }),
        also: alike ? say(reader, 'waitingMail.alike', { name: alike.name }) : undefined,
      }),
    });
  }
});

const tellOfJoining = reaction('newcomers.tell-of-joining', newcomerJoined, async (ctx, event) => {
  const { contact, as } = event.data;
  const row = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.id', '=', 'c.account_id'),
    )
    .select(['c.name', 'c.email', 'a.id as accountId', 'a.name as account'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.id', '=', contact)
    .where('c.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return;
  const data = { name: row.name, account: row.account, email: row.email };
  const url = `/customers/${row.accountId}`;
  if (as === 'first') {
    const alike = (await doubtOf(ctx, row.accountId))?.other.name ?? null;
    for (const person of await deciders(ctx)) await tell(ctx, event, person, opened, { ...data, alike }, url);
    return;
  }
  for (const person of await deciders(ctx)) await tell(ctx, event, person, joined, data, url);
  for (const person of await keepers(ctx, row.accountId)) {
    if (person.identityId === event.actorIdentityId) continue;
    await tell(ctx, event, person, joined, data, '/company');
    await mailKeeper(ctx, person, row);
  }
});

export const reactions = [tellOfWaiting, tellOfJoining];

const tell = <Data,>(
  ctx: Ctx,
  event: RecordedEvent,
  { identityId }: Told,
  kind: ReturnType<typeof notificationKind<Data>>,
  data: NoInfer<Data>,
  url: string,
) =>
  notify(ctx, {
    identityId,
    kind,
    subject: { type: event.subjectType, id: event.subjectId },
    url,
    actor: event,
    accountId: event.accountId,
    data,
  });

/** It is decided: nobody has to look after it any more. As the system. */
export async function settleNotices(ctx: Ctx, id: string): Promise<void> {
  const rows = await ctx.db
    .updateTable('notifications')
    .set({ read_at: ctx.now })
    .where('workspace_id', '=', ctx.workspace.id)
    .where('subject_type', '=', 'sign_up')
    .where('subject_id', '=', id)
    .where('read_at', 'is', null)
    .returning('identity_id')
    .execute();
  for (const { identity_id } of rows) ctx.marks.add(`identity:${identity_id}`);
}

async function mailKeeper(ctx: Ctx, person: Told, row: { name: string; email: string; account: string }) {
  const reader = readerOf(ctx, person);
  await queueMail(ctx, {
    kind: 'newcomer.joined',
    to: { address: person.email, identityId: person.identityId },
    reader,
    ...usualMail((part) => say(reader, `joinedMail.${part}`, row), {
      url: '/company',
      why: say(reader, 'joinedMail.why', row),
    }),
  });
}

interface Declined {
  email: string;
  locale: string;
}

/** The reason is the team's own words; without one the mail just says no. */
export async function mailDeclined(
  ctx: Ctx,
  { email, locale }: Declined,
  { reason, erased }: { reason: string; erased: boolean },
): Promise<void> {
  const reader = readerOf(ctx, { locale, zone: null });
  const names = { name: ctx.workspace.name };
  await queueMail(ctx, {
    kind: 'newcomer.declined',
    to: { address: email, identityId: null },
    reader,
    ...usualMail((part) => say(reader, `declinedMail.${part}`, names), {
      url: '/sign-in',
      why: say(reader, 'mail.why', { host: ctx.portal.host }),
      quote: reason || undefined,
      aftertext: erased ? say(reader, 'declinedMail.kept', { days: DECISION_DAYS }) : undefined,
    }),
  });
}
