import { z } from 'zod';
import { changes } from '#platform/events/changes.ts';
import { defineEvent, toWhom } from '#platform/events/define.ts';
import { say } from './messages.ts';
import { workIn } from './work.ts';

export const memberInvited = defineEvent({
  kind: 'member.invited',
  subjectType: 'member_invitation',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.invited', { who }),
  topics: () => ['inbox'],
});

export const memberInvitationRevoked = defineEvent({
  kind: 'member.invitation_revoked',
  subjectType: 'member_invitation',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.invitation.revoked', { who }),
  topics: () => ['inbox'],
});

export const memberJoined = defineEvent({
  kind: 'member.joined',
  subjectType: 'member',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who }) => say(reader, 'event.joined', { who }),
  topics: () => ['inbox'],
});

export const memberDisabled = defineEvent({
  kind: 'member.disabled',
  subjectType: 'member',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.disabled', { who, ...toWhom(whom) }),
  topics: () => ['inbox'],
});

export const memberEnabled = defineEvent({
  kind: 'member.enabled',
  subjectType: 'member',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.enabled', { who, ...toWhom(whom) }),
  topics: () => ['inbox'],
});

export const memberRoleChanged = defineEvent({
  kind: 'member.role_changed',
  subjectType: 'member',
  audience: 'team',
  data: z.object({ changes: changes.optional() }),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.role', { who, ...toWhom(whom) }),
  topics: () => ['inbox'],
});

/** What somebody had in hand who has no access any more: how much of it, and who has it now, if anybody. */
export const workPassed = defineEvent({
  kind: 'member.work_passed',
  subjectType: 'member',
  audience: 'team',
  data: z.object({
    tickets: z.number(),
    articles: z.number(),
    customers: z.number(),
    assignee: z.string().nullable(),
  }),
  sentence: (reader, { data }, { who, whom }) =>
    say(reader, data.assignee ? 'event.passed' : 'event.nobodys', { who, ...toWhom(whom), work: workIn(reader, data) }),
  topics: () => ['inbox'],
});

/** By the operator, on the machine. */
export const madeOwner = defineEvent({
  kind: 'member.made_owner',
  subjectType: 'member',
  audience: 'team',
  data: z.object({}),
  sentence: (reader, _, { who, whom }) => say(reader, 'event.owner', { who, ...toWhom(whom) }),
  topics: () => ['inbox'],
});

export const eventKinds = [
  memberInvited,
  memberInvitationRevoked,
  memberJoined,
  memberDisabled,
  memberEnabled,
  memberRoleChanged,
  workPassed,
  madeOwner,
];
