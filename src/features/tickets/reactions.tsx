import { z } from 'zod';
import { notificationKind, notify, wasTold } from '#features/notifications/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { firstNameOf } from '#platform/ui/first-name.ts';
import { type Audience, loadAudience, type Recipient } from './audience.ts';
import { personAdded, ticketAssigned, ticketOpened, ticketReopened, ticketReplied, ticketSolved } from './events.ts';
import { letGoOfGone } from './held.ts';
import { say } from './messages.ts';
import { isFinished, refOf } from './ticket.ts';

const about = z.object({ subject: z.string(), number: z.number(), closed: z.boolean().optional() });

const kindOf = (name: 'replied' | 'opened' | 'assigned' | 'solved' | 'reopened' | 'named') =>
  notificationKind(`ticket.${name}`, about, (reader, notification) =>
    say.rich(reader, name === 'solved' && notification.data.closed ? 'notify.closed' : `notify.${name}`, {
      name: <b>{notification.who}</b>,
      subject: <b>{notification.data.subject}</b>,
    }),
  );

const kinds = {
  replied: kindOf('replied'),
  opened: kindOf('opened'),
  assigned: kindOf('assigned'),
  solved: kindOf('solved'),
  reopened: kindOf('reopened'),
  named: kindOf('named'),
};

export const notificationKinds = Object.values(kinds);

/** Tells everybody concerned, in the portal. Mail goes to those who are waited for, and to nobody else. */
async function tell(
  ctx: Ctx,
  event: RecordedEvent,
  kind: (typeof kinds)[keyof typeof kinds],
  who: Recipient[],
  audience: Audience & { closed?: boolean | undefined },
  place = '',
): Promise<void> {
  for (const person of who) {
    await notify(ctx, {
      identityId: person.identityId,
      kind,
      subject: { type: 'ticket', id: event.subjectId },
      url: place ? `${person.path}${person.path.includes('?') ? '&' : '?'}${place}` : person.path,
      actor: event,
      accountId: event.accountId,
      data: { subject: audience.subject, number: audience.number, ...(audience.closed && { closed: true }) },
    });
  }
}

const others = (people: Recipient[], event: RecordedEvent): Recipient[] =>
  people.filter((person) => person.identityId !== event.actorIdentityId);

const onOpened = reaction('tickets.tell-team-of-new', ticketOpened, async (ctx, event) => {
  const audience = await loadAudience(ctx, event);
  await tell(ctx, event, kinds.opened, audience.team, audience);
  for (const person of others(audience.team, event)) await mailTeam(ctx, event, person, audience);
});

/** Whoever wants no mail is told in the portal all the same. */
const wantsMail = ({ ticket_mails: wanted, personId }: Recipient, { assigneeId }: Audience): boolean =>
  wanted === 'all' || (wanted === 'own' && personId === assigneeId);

const onReplied = reaction('tickets.tell-of-reply', ticketReplied, async (ctx, event) => {
  await letGoOfGone(ctx, event.subjectId);
  const audience = await loadAudience(ctx, event);
  const fromTeam = event.data.by === 'member';
  const concerned = fromTeam ? audience.customers : audience.team;
  await tell(ctx, event, kinds.replied, concerned, audience, `from=${event.data.reply}#reply-${event.data.reply}`);
  for (const person of others(concerned, event)) {
    if (fromTeam && person.asked && person.ticket_mails !== 'none') await mailCustomer(ctx, event, person, audience);
    else if (!fromTeam) await mailTeam(ctx, event, person, audience);
  }
});

/**
 * Told in the portal; neither this nor opening again is mailed. One that was taken back before it was told is not, nor one that came with a
 * reply: of a ticket one thing stands in the bell, and that is where the words are.
 */
const onSolved = reaction('tickets.tell-of-solution', ticketSolved, async (ctx, event) => {
  // They have heard that it is solved; that it is closed by now they read on its page.
  if (event.data.before === 'solved' || event.data.reply) return;
  const audience = await loadAudience(ctx, event);
  if (!isFinished(audience.status)) return;
  const concerned = event.actorKind === 'member' ? audience.customers : audience.team;
  await tell(ctx, event, kinds.solved, concerned, { ...audience, closed: event.data.closed });
});

/** Who has not heard that it was solved does not hear that this was a slip, either. */
const onReopened = reaction('tickets.tell-of-reopening', ticketReopened, async (ctx, event) => {
  const { undoes, reply } = event.data;
  if (reply) return;
  const unheard = undoes && !(await wasTold(ctx, { kind: kinds.solved, subjectId: event.subjectId, since: undoes }));
  await letGoOfGone(ctx, event.subjectId);
  if (unheard) return;
  const audience = await loadAudience(ctx, event);
  const concerned = event.actorKind === 'member' ? audience.customers : audience.team;
  await tell(ctx, event, kinds.reopened, concerned, audience);
});

const onAssigned = reaction('tickets.tell-assignee', ticketAssigned, async (ctx, event) => {
  const audience = await loadAudience(ctx, event);
  const assignee = audience.team.filter((person) => person.personId === event.data.assignee);
  await tell(ctx, event, kinds.assigned, assignee, audience);
});

/** Whoever was taken off again before this was told is not told. */
const onNamed = reaction('tickets.tell-named', personAdded, async (ctx, event) => {
  const audience = await loadAudience(ctx, event);
  const named = audience.customers.filter((person) => person.personId === event.data.contact);
  await tell(ctx, event, kinds.named, others(named, event), audience);
});

export const reactions = [onOpened, onReplied, onSolved, onReopened, onAssigned, onNamed];

/** Where everybody chooses which of these mails they want. */
const PREFERENCES = '/account#ticket_mails';

async function mailCustomer(ctx: Ctx, event: RecordedEvent, to: Recipient, audience: Audience): Promise<void> {
  const reader = readerOf(ctx, to);
  const name = audience.actorName || ctx.workspace.name;
  const ref = refOf(audience.number);
  const bold = (children: unknown) => <b>{children as string}</b>;
  await queueMail(ctx, {
    kind: 'ticket.replied',
    to: { address: to.email, identityId: to.identityId },
    reader,
    subject: say(reader, 'mail.subject', { ref, subject: audience.subject }),
    letter: {
      preheader: say(reader, 'mail.answered.preheader', { ref }),
      title: say(reader, 'mail.answered.title', { name }),
      paragraphs: [
        say.rich(reader, 'mail.answered.text', {
          first: firstNameOf(to.name),
          subject: audience.subject,
          b: bold,
        }),
        ...(audience.status === 'pending' ? [say(reader, 'mail.answered.turn')] : []),
      ] as never,
      action: { label: say(reader, 'mail.answered.action'), url: to.path },
      why: say(reader, 'mail.why.requester', { ref }),
      preferencesUrl: PREFERENCES,
    },
    speaker: audience.actorName || undefined,
    thread: { kind: 'ticket', id: event.subjectId },
  });
}

async function mailTeam(ctx: Ctx, event: RecordedEvent, to: Recipient, audience: Audience): Promise<void> {
  const reader = readerOf(ctx, to);
  const { actorName: name, account, subject } = audience;
  const ref = refOf(audience.number);
  const bold = (children: unknown) => <b>{children as string}</b>;
  if (!wantsMail(to, audience)) return;
  const assigned = to.personId === audience.assigneeId;
  await queueMail(ctx, {
    kind: 'ticket.asked',
    to: { address: to.email, identityId: to.identityId },
    reader,
    subject: say(reader, 'mail.subject', { ref, subject }),
    letter: {
      preheader: say(reader, 'mail.asked.preheader', { ref }),
      title: say(reader, 'mail.asked.title', { name, account }),
      paragraphs: [say.rich(reader, 'mail.asked.text', { account, subject, b: bold })] as never,
      action: { label: say(reader, 'mail.asked.action'), url: to.path },
      why: assigned
        ? say(reader, 'mail.why.assignee', { ref })
        : say(reader, to.everybody ? 'mail.why.everybody' : 'mail.why.team', { account }),
      preferencesUrl: PREFERENCES,
    },
    speaker: name || undefined,
    thread: { kind: 'ticket', id: event.subjectId },
  });
}
