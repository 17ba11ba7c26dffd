import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent } from '#platform/events/define.ts';
import { sessionTopic } from '#platform/live/hub.ts';
import { say as address } from './address/messages.ts';
import { signInMethods } from './auth/frame.ts';
import { say } from './messages.ts';
import { say as rules } from './rules/messages.ts';
import { secondSteps } from './second-step/kinds.ts';
import { say as step } from './second-step/messages.ts';

const method = z.enum(signInMethods);
/** How the second step was passed, when there was one. */
const second = z.enum(secondSteps).optional();
/** What else this person has open shows at once that something happened to their sign-in. */
const own = (event: { subjectId: string }) => [`identity:${event.subjectId}`];
const silent = () => [];

export const signedIn = defineEvent({
  kind: 'identity.signed_in',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ method, session: z.string(), second }),
  sentence: (reader, event, { who }) => say(reader, `event.signedIn.${event.data.method}`, { who }),
  topics: silent,
});

export const signedOut = defineEvent({
  kind: 'identity.signed_out',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ session: z.string() }),
  sentence: (reader, _, { who }) => say(reader, 'event.signedOut', { who }),
  topics: (event) => [...own(event), sessionTopic(event.data.session)],
});

/** Somebody has come with a browser they never came with before. */
export const newDevice = defineEvent({
  kind: 'identity.new_device',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ session: z.string() }),
  sentence: (reader, _, { who }) => say(reader, 'event.newDevice', { who }),
  topics: own,
});

/** Ended by its owner: on the account page, or with the link in the mail about a new device. */
export const sessionEnded = defineEvent({
  kind: 'identity.session_ended',
  subjectType: 'identity',
  audience: 'team',
  logOnly: true,
  data: z.object({ session: z.string(), by: z.enum(['account', 'mail']) }),
  sentence: (reader, _, { who }) => say(reader, 'event.sessionEnded', { who }),
  topics: (event) => [...own(event), sessionTopic(event.data.session)],
});

/**
 * By its owner, who has proved it; `ended` is how many other sessions went with it, `first` that there was none before, `by` that the
 * proof was a link to their mailbox, because the one before was forgotten.
 */
export const passwordChanged = defineEvent({
  kind: 'identity.password_changed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ ended: z.number(), first: z.boolean().optional(), by: z.literal('mail').optional() }),
  sentence: (reader, { data }, { who }) =>
    say(reader, 'event.passwordChanged', { who, first: data.first ? 'yes' : 'no', by: data.by ?? 'self' }),
  topics: own,
});

/** The address itself is kept beside it, until the link is sent: it may be a stranger's. */
export const addressAsked = defineEvent({
  kind: 'identity.address_asked',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ request: z.string() }),
  sentence: (reader, _, { who }) => address(reader, 'event.addressAsked', { who }),
  topics: silent,
});

/** Proved from the new address; `ended` is how many other sessions went with it. An erasure takes the addresses from the log. */
export const addressChanged = defineEvent({
  kind: 'identity.address_changed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ ended: z.number(), changes: changes.optional() }),
  sentence: (reader, _, { who }) => address(reader, 'event.addressChanged', { who }),
  topics: (event) => [...own(event), ...(event.accountId ? [`account:${event.accountId}`] : [])],
});

/** Why single sign-on let somebody not in: each is a sentence for them and a word for the team's log. */
export const ssoRefusals = [
  'unreadable',
  'signature',
  'not-for-us',
  'not-asked',
  'too-late',
  'provider',
  'no-address',
  'foreign-address',
  'unknown-person',
  'not-theirs',
  'disabled',
  'off',
] as const;

/** Each attempt is a subject of its own; it names an identity only when there is one. */
export const signInFailed = defineEvent({
  kind: 'identity.sign_in_failed',
  subjectType: 'sign_in',
  audience: 'team',
  data: z.object({ method, identity: z.string().nullable(), second, why: z.enum(ssoRefusals).optional() }),
  sentence: (reader, { data, actorKind }, { who, whom }) =>
    say(reader, 'event.signInFailed', {
      who,
      // Whoever is in already, and is asked to prove it, tries as nobody else.
      as: whom && actorKind === 'visitor' ? 'yes' : 'no',
      name: whom?.name ?? '',
      by: data.second ? `second_${data.second}` : data.method,
      why: data.why?.replaceAll('-', '_') ?? 'unknown',
    }),
  topics: silent,
});

/** What a letter is asked for: to come in, or to set another password. */
export const letterUses = ['sign-in', 'password'] as const;
export type LetterUse = (typeof letterUses)[number];
const letter = z.object({ to: z.enum(letterUses).optional() });

/** Recorded for every address, known or not: who it was is found out later, in a job. */
export const linkRequested = defineEvent({
  kind: 'identity.link_requested',
  subjectType: 'sign_in',
  audience: 'team',
  data: letter,
  sentence: (reader, { data }, { who }) => say(reader, 'event.linkRequested', { who, to: data.to ?? 'sign-in' }),
  topics: silent,
});

export const linkSent = defineEvent({
  kind: 'identity.link_sent',
  subjectType: 'identity',
  audience: 'team',
  data: letter,
  sentence: (reader, { data }, { who, whom }) =>
    say(reader, 'event.linkSent', { who, name: whom?.name ?? '…', to: data.to ?? 'sign-in' }),
  topics: silent,
});

const ofContact = z.object({ contact: z.string() });
const onAccount = (event: { accountId: string | null }) => [`account:${event.accountId}`];

export const invitationSent = defineEvent({
  kind: 'invitation.sent',
  subjectType: 'invitation',
  audience: 'customer',
  data: ofContact,
  sentence: (reader, _, { who, whom }) =>
    whom
      ? say(reader, 'event.invited', { who, name: whom.name, whom: whom.you ? 'you' : 'other' })
      : say(reader, 'event.invitedSomebody', { who }),
  topics: onAccount,
});

export const invitationAccepted = defineEvent({
  kind: 'invitation.accepted',
  subjectType: 'invitation',
  audience: 'customer',
  data: ofContact,
  sentence: (reader, _, { who }) => say(reader, 'event.joined', { who }),
  topics: onAccount,
});

const what = z.enum(['passkey', 'app', 'recovery_codes']);

/** Somebody can come in, or pass the second step, with something more. */
export const methodAdded = defineEvent({
  kind: 'identity.method_added',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ what }),
  sentence: (reader, event, { who }) => step(reader, `event.added.${event.data.what}`, { who }),
  topics: own,
});

export const methodRemoved = defineEvent({
  kind: 'identity.method_removed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ what }),
  sentence: (reader, event, { who }) => step(reader, `event.removed.${event.data.what}`, { who }),
  topics: own,
});

/** Browsers in which no second step was asked for are asked for one again. */
export const browsersForgotten = defineEvent({
  kind: 'identity.browsers_forgotten',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ browsers: z.number() }),
  sentence: (reader, event, { who }) => step(reader, 'event.forgotten', { who, n: event.data.browsers }),
  topics: own,
});

/** `left` is how many there are still. */
export const recoveryCodeUsed = defineEvent({
  kind: 'identity.recovery_code_used',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ left: z.number() }),
  sentence: (reader, _, { who }) => step(reader, 'event.recoveryUsed', { who }),
  topics: own,
});

/** Somebody came past the first step and failed at the second, again and again. */
export const stepGuessed = defineEvent({
  kind: 'identity.step_guessed',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => step(reader, 'event.guessed', { who, name: whom?.name ?? '…' }),
  topics: own,
});

/** By somebody of the team, or by the operator: a lost device. */
export const secondStepReset = defineEvent({
  kind: 'identity.second_step_reset',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ sessions: z.number() }),
  sentence: (reader, _, { who, whom }) => step(reader, 'event.reset', { who, name: whom?.name ?? '…' }),
  topics: own,
});

/** Somebody has proved an address that nobody had proved: what opened its login until then does so no more. */
export const loginBegunAnew = defineEvent({
  kind: 'identity.login_begun_anew',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({ sessions: z.number() }),
  sentence: (reader, _, { who, whom }) => step(reader, 'event.begunAnew', { who, name: whom?.name ?? '…' }),
  topics: own,
});

/** The operator has made a link on the machine itself for somebody who was locked out. */
export const wayBackGiven = defineEvent({
  kind: 'identity.way_back_given',
  subjectType: 'identity',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => step(reader, 'event.wayBack', { who, name: whom?.name ?? '…' }),
  topics: own,
});

/** Each as it was and is: `member.password:on→off`. */
export const rulesChanged = defineEvent({
  kind: 'identity.rules_changed',
  subjectType: 'workspace',
  audience: 'team',
  data: z.object({ changed: z.array(z.string()).min(1), changes: changes.optional() }),
  sentence: (reader, _, { who }) => rules(reader, 'event.rules', { who }),
  topics: () => ['inbox'],
});

export const eventKinds = [
  rulesChanged,
  wayBackGiven,
  signedIn,
  signedOut,
  newDevice,
  sessionEnded,
  passwordChanged,
  addressAsked,
  addressChanged,
  signInFailed,
  linkRequested,
  linkSent,
  invitationSent,
  invitationAccepted,
  methodAdded,
  methodRemoved,
  browsersForgotten,
  recoveryCodeUsed,
  loginBegunAnew,
  secondStepReset,
  stepGuessed,
];
