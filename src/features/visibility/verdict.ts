import type { Colleague, TeamMate } from './people.ts';
import type { Rule } from './rule.ts';

const yes = ['asked', 'everyone', 'admin', 'role', 'flag', 'named', 'company', 'theirs', 'reach', 'assigned'] as const;
const no = [
  'disabled',
  'waiting',
  'own',
  'close',
  'unnamed',
  'byRole',
  'note',
  'hidden',
  'room',
  'segment',
  'private',
  'blind',
  'unassigned',
] as const;

export type Reason = (typeof yes)[number] | (typeof no)[number];

/** Whether somebody sees something, and why. `may` says what they may do with it, when that is a question. */
export interface Verdict {
  sees: boolean;
  why: Reason;
  may?: 'read' | 'reply';
}

const seen = (why: (typeof yes)[number], may?: Verdict['may']): Verdict => ({ sees: true, why, ...(may && { may }) });
const unseen = (why: (typeof no)[number]): Verdict => ({ sees: false, why });

/** Of a ticket, what decides who of its customer sees it. */
export interface TicketFacts {
  requesterId: string;
  narrowed: boolean;
  /** The people named on it. */
  named: ReadonlySet<string>;
  rule: Rule;
}

/** Nobody without a way in sees anything. */
const outside = (who: Colleague): Verdict | null =>
  who.disabled ? unseen('disabled') : who.waiting ? unseen('waiting') : null;

/** The rule of the policies on tickets, of one person: held to it by test/visibility.test.ts. */
export function ofTicket(who: Colleague, { requesterId, narrowed, named, rule }: TicketFacts): Verdict {
  const without = outside(who);
  if (without) return without;
  const replies = who.rights.has('tickets.reply') ? 'reply' : 'read';
  if (who.id === requesterId) return seen('asked', replies);
  const may = rule.may === 'reply' ? replies : 'read';
  if (who.standing === 'all' && !narrowed) return seen(standsBy(who, rule), may);
  if (who.standing === 'own') return unseen('own');
  if (named.has(who.id)) return seen('named', may);
  return unseen(narrowed ? 'close' : rule.see === 'role' ? 'byRole' : 'unnamed');
}

function standsBy(who: Colleague, rule: Rule): 'everyone' | 'admin' | 'role' | 'flag' {
  if (rule.see === 'everyone') return 'everyone';
  if (who.rights.has('colleagues.manage')) return 'admin';
  return who.rights.has('tickets.colleagues') ? 'role' : 'flag';
}

/** What all people of a customer see: the company, and each other. */
export const ofCompany = (who: Colleague): Verdict => outside(who) ?? seen('company');

/** What is one person's own, among those of the customer. */
export const ofOnePerson = (who: Colleague, id: string): Verdict =>
  outside(who) ?? (who.id === id ? seen('theirs') : unseen('private'));

/** What the team keeps to itself, or from this customer. */
export const ofTeamOnly = (who: Colleague, why: 'note' | 'hidden' | 'room' | 'segment'): Verdict =>
  outside(who) ?? unseen(why);

/** What of a customer a member sees: all of it, or nothing. */
export function ofMember(who: TeamMate): Verdict {
  if (who.disabled) return unseen('disabled');
  if (who.reach === 'none') return unseen('blind');
  if (who.reach === 'all') return seen('reach');
  return who.assigned ? seen('assigned') : unseen('unassigned');
}
