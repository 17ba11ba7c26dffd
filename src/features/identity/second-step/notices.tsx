import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { formatDateTime } from '#platform/i18n/format.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { methodAdded, methodRemoved, recoveryCodeUsed, secondStepReset, stepGuessed } from '../events.ts';
import { mailToPerson } from '../mail-to-person.ts';
import { say } from './messages.ts';

const what = z.enum(['passkey', 'app', 'recovery_codes']);

const added = notificationKind('identity.method_added', z.object({ what }), (reader, { data }) =>
  say(reader, `notify.added.${data.what}`),
);
const removed = notificationKind('identity.method_removed', z.object({ what }), (reader, { data }) =>
  say(reader, `notify.removed.${data.what}`),
);
const used = notificationKind('identity.recovery_code_used', z.object({ left: z.number() }), (reader, { data }) =>
  say(reader, 'notify.recoveryUsed', { n: data.left }),
);
const reset = notificationKind('identity.second_step_reset', z.object({}), (reader, { who }) =>
  say.rich(reader, 'notify.reset', { name: <b>{who}</b> }),
);

const guessed = notificationKind('identity.step_guessed', z.object({}), (reader) => say(reader, 'notify.guessed'));

export const secondStepNotices = [added, removed, used, reset, guessed];

// Told in the portal and by mail, whoever it was: the session it was done in may be somebody else's by now.

const tellOfAddition = reaction('identity.tell-of-added-method', methodAdded, async (ctx, event) => {
  const { what } = event.data;
  await inPortal(ctx, event, added, { what });
  await byMail(ctx, event, (reader) => say(reader, `notify.added.${what}`));
});

const tellOfRemoval = reaction('identity.tell-of-removed-method', methodRemoved, async (ctx, event) => {
  const { what } = event.data;
  await inPortal(ctx, event, removed, { what });
  await byMail(ctx, event, (reader) => say(reader, `notify.removed.${what}`));
});

const tellOfRecovery = reaction('identity.tell-of-recovery-code', recoveryCodeUsed, async (ctx, event) => {
  const { left } = event.data;
  await inPortal(ctx, event, used, { left });
  await byMail(ctx, event, (reader) => say(reader, 'notify.recoveryUsed', { n: left }));
});

const tellOfReset = reaction('identity.tell-of-second-step-reset', secondStepReset, async (ctx, event) => {
  await inPortal(ctx, event, reset, {});
  await mailToPerson(ctx, event, (reader, name) => ({
    kind: 'identity.second_step_reset',
    subject: say(reader, 'resetMail.subject', { name }),
    letter: {
      preheader: say(reader, 'resetMail.next'),
      title: say(reader, 'resetMail.subject', { name }),
      paragraphs: [
        say(reader, 'resetMail.text', { name, when: formatDateTime(reader, event.createdAt) }),
        say(reader, 'resetMail.next'),
      ],
      action: { label: say(reader, 'resetMail.action'), url: '/sign-in' },
      aftertext: say(reader, 'resetMail.you'),
      why: say(reader, 'mail.why', { name }),
    },
  }));
});

const tellOfGuesses = reaction('identity.tell-of-guessed-steps', stepGuessed, async (ctx, event) => {
  const nobody = { ...event, actorKind: 'system' as const, actorPersonId: null, actorIdentityId: null };
  await inPortal(ctx, nobody, guessed, {});
  await mailToPerson(ctx, event, (reader, name) => ({
    kind: 'identity.step_guessed',
    subject: say(reader, 'guessedMail.subject', { name }),
    letter: {
      preheader: say(reader, 'notify.guessed'),
      title: say(reader, 'guessedMail.subject', { name }),
      paragraphs: [
        say(reader, 'notify.guessed'),
        say(reader, 'mail.when', { when: formatDateTime(reader, event.createdAt) }),
        say(reader, 'guessedMail.you'),
      ],
      action: { label: say(reader, 'mail.action'), url: '/account#ways-in' },
      why: say(reader, 'mail.why', { name }),
    },
  }));
});

export const secondStepReactions = [tellOfAddition, tellOfRemoval, tellOfRecovery, tellOfReset, tellOfGuesses];

async function inPortal<Data>(
  ctx: Ctx,
  event: RecordedEvent<unknown>,
  kind: ReturnType<typeof notificationKind<Data>>,
  data: NoInfer<Data>,
): Promise<void> {
  const own = event.actorIdentityId === event.subjectId;
  await notify(ctx, {
    identityId: event.subjectId,
    kind,
    subject: { type: 'sign_in', id: event.id },
    url: '/account#ways-in',
    actor: own ? { actorKind: 'system', actorPersonId: null, actorIdentityId: null } : event,
    accountId: null,
    data,
  });
}

async function byMail(ctx: Ctx, event: RecordedEvent<unknown>, words: (reader: Reader) => string): Promise<void> {
  await mailToPerson(ctx, event, (reader, name) => ({
    kind: 'identity.method_changed',
    subject: say(reader, 'mail.subject', { name }),
    letter: {
      preheader: say(reader, 'mail.preheader'),
      title: say(reader, 'mail.subject', { name }),
      paragraphs: [
        words(reader),
        say(reader, 'mail.when', { when: formatDateTime(reader, event.createdAt) }),
        say(reader, 'mail.you'),
      ],
      action: { label: say(reader, 'mail.action'), url: '/account#ways-in' },
      why: say(reader, 'mail.why', { name }),
    },
  }));
}
