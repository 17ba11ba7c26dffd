/** Fixed categories. Only `pending` waits for the customer; `on_hold` waits for somebody else and stays with us. */
export const statuses = ['new', 'open', 'pending', 'on_hold', 'solved', 'closed'] as const;
export type Status = (typeof statuses)[number];

/** The customer's wish. */
export const urgencies = ['question', 'slows', 'blocks'] as const;
export type Urgency = (typeof urgencies)[number];

/** The team's order. */
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

export interface Ticket {
  id: string;
  number: number;
  accountId: string;
  subject: string;
  requesterId: string;
  assigneeId: string | null;
  status: Status;
  priority: Priority;
  urgency: Urgency;
  createdAt: Date;
  activeAt: Date;
  firstReplyAt: Date | null;
  /** Since when it is our turn: the oldest unanswered message, or our promise to come back. Null exactly when it is not. */
  waitingSince: Date | null;
  solvedAt: Date | null;
  closedAt: Date | null;
  /** Kept to who asked and the people named on it, since then. */
  narrowedAt: Date | null;
}

/** How people call a ticket. */
export const refOf = (number: number): string => `T-${number}`;

export const isFinished = (status: Status): boolean => status === 'solved' || status === 'closed';

/** It is the team's turn: such a ticket has `waiting_since`, and no other has. */
export const isOurs = (status: Status): boolean => !isFinished(status) && status !== 'pending';

/** Whose move it is, seen from one side. */
export function turnOf(status: Status, side: 'customer' | 'team'): 'you' | 'them' | 'done' {
  if (isFinished(status)) return 'done';
  return isOurs(status) === (side === 'team') ? 'you' : 'them';
}

/** A customer's message brings a ticket back to the team. One that nobody has taken up yet stays new. */
export const afterCustomerReply = (status: Status): Status => (status === 'new' ? 'new' : 'open');

/** What the team wants to happen after its reply. */
export const outcomes = ['wait', 'keep', 'solve'] as const;
export type ReplyOutcome = (typeof outcomes)[number];

export function afterTeamReply(outcome: ReplyOutcome): Status {
  if (outcome === 'solve') return 'solved';
  return outcome === 'wait' ? 'pending' : 'open';
}

/** The first order of the team's list, from what the customer wished; the team may change it. */
export function firstPriority(urgency: Urgency): Priority {
  if (urgency === 'blocks') return 'high';
  return urgency === 'question' ? 'low' : 'normal';
}
