import type { Actor } from './http/context.ts';

/** What somebody of the team may be allowed, in the order of the page that shows it. */
export const memberRights = [
  'customers.see',
  'customers.manage',
  'contacts.invite',
  'contacts.manage',
  'customers.view_as',
  'tickets.reply',
  'tickets.note',
  'tickets.triage',
  'data.export',
  'data.erase',
  'fields.manage',
  'audiences.manage',
  'members.manage',
  'roles.manage',
  'sign_in.manage',
  'settings.manage',
  'audit.see',
  'portal.close',
] as const;

/** What a customer's person may be allowed. A right that both sides know is the same right. */
export const contactRights = [
  'tickets.open',
  'tickets.reply',
  'tickets.colleagues',
  'colleagues.manage',
  'account.edit',
  'billing.see',
  'approvals.decide',
] as const;

export type MemberRight = (typeof memberRights)[number];
export type ContactRight = (typeof contactRights)[number];
export type Right = MemberRight | ContactRight;
export type Side = 'member' | 'contact';

/** The one question of every access rule: whether the actor's role has this right. The system asks nobody. */
export function may(actor: Actor, right: Right): boolean {
  if (actor.kind === 'system') return true;
  return (actor.kind === 'member' || actor.kind === 'contact') && rightsOf(actor.kind, actor.role).has(right);
}

const all: readonly Right[] = memberRights;
const without = (...taken: Right[]): Right[] => all.filter((right) => !taken.includes(right));

/** What the roles that come with every portal may do. */
export const builtIn: { [S in Side]: Record<string, readonly Right[]> } = {
  member: {
    owner: all,
    admin: without('portal.close'),
    manager: [
      'customers.see',
      'customers.manage',
      'contacts.invite',
      'contacts.manage',
      'customers.view_as',
      'tickets.reply',
      'tickets.note',
      'tickets.triage',
      'data.export',
      'audiences.manage',
    ],
    agent: ['customers.see', 'contacts.invite', 'tickets.reply', 'tickets.note', 'tickets.triage'],
    viewer: ['customers.see'],
  },
  contact: {
    account_admin: contactRights,
    billing: ['tickets.open', 'tickets.reply', 'tickets.colleagues', 'billing.see'],
    approver: ['tickets.open', 'tickets.reply', 'tickets.colleagues', 'approvals.decide'],
    contributor: ['tickets.open', 'tickets.reply', 'tickets.colleagues'],
    viewer: ['tickets.colleagues'],
  },
};

const sets = new Map(
  Object.entries(builtIn).flatMap(([side, roles]) =>
    Object.entries(roles).map(([role, rights]) => [`${side} ${role}`, new Set(rights)] as const),
  ),
);
const NONE: ReadonlySet<Right> = new Set();

const rightsOf = (side: Side, role: string): ReadonlySet<Right> => sets.get(`${side} ${role}`) ?? NONE;
