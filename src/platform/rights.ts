import type { Actor } from './http/context.ts';

/** What somebody of the team may be allowed, in the order of the page that shows it. */
export const memberRights = [
  'customers.see',
  'customers.manage',
  'customers.merge',
  'contacts.invite',
  'contacts.manage',
  'customers.view_as',
  'tickets.reply',
  'tickets.note',
  'tickets.triage',
  'articles.write',
  'articles.publish',
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

/** Of rooms that are not built yet: roles keep them, and no page offers them. A room that asks for one takes it out here. */
export const notAskedYet: ReadonlySet<string> = new Set<string>(['portal.close', 'billing.see', 'approvals.decide']);

export type MemberRight = (typeof memberRights)[number];
export type ContactRight = (typeof contactRights)[number];
export type Right = MemberRight | ContactRight;
export type Side = 'member' | 'contact';

/** Which customers a member sees. */
export type Reach = 'all' | 'assigned' | 'none';

/** The one question of every access rule: whether the actor's role has this right. The system asks nobody. */
export const may = (actor: Actor, right: Right): boolean =>
  actor.kind === 'system' || ((actor.kind === 'member' || actor.kind === 'contact') && actor.rights.has(right));

/** What is about every customer is for whoever of the team sees every one (decision 0061), and may do it. */
export const mayForAll = (actor: Actor, right: Right): boolean =>
  actor.kind === 'member' && actor.reach === 'all' && may(actor, right);

const known: ReadonlySet<string> = new Set<string>([...memberRights, ...contactRights]);

const ofSide: { [S in Side]: ReadonlySet<string> } = { member: new Set(memberRights), contact: new Set(contactRights) };

/** The rights of a role's row. A name that nobody knows any more, or not yet, means nothing; nor does one of the other side. */
export const rightsIn = (names: readonly string[] | null, side?: Side): ReadonlySet<Right> =>
  new Set((names ?? []).filter((name): name is Right => (side ? ofSide[side] : known).has(name)));

const all: readonly Right[] = memberRights;
const without = (...taken: Right[]): Right[] => all.filter((right) => !taken.includes(right));

/** What the roles that come with every portal may do: the twin of app.built_in_roles(), held to it by a test. */
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
      'articles.write',
      'articles.publish',
      'data.export',
      'audiences.manage',
    ],
    agent: [
      'customers.see',
      'contacts.invite',
      'contacts.manage',
      'tickets.reply',
      'tickets.note',
      'tickets.triage',
      'articles.write',
    ],
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

/** What a role that comes with every portal may do; nothing for a name that is none. */
export const rightsOf = (side: Side, role: string): ReadonlySet<Right> => new Set(builtIn[side][role] ?? []);
