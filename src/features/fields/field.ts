import type { Actor } from '#platform/http/context.ts';

export const subjects = ['account', 'contact', 'ticket'] as const;
export type Subject = (typeof subjects)[number];
export const kinds = ['text', 'number', 'date', 'choice', 'person', 'file'] as const;
export type Kind = (typeof kinds)[number];
/** What a customer may do with a field: the database holds it. */
export const openness = ['hidden', 'read', 'edit'] as const;
export type Openness = (typeof openness)[number];

/** A field that a business made for itself. */
export interface Field {
  id: string;
  subject: Subject;
  label: string;
  hint: string;
  kind: Kind;
  choices: string[];
  customer: Openness;
  /** Whether what a customer changes holds at once, or waits for the team. */
  edits: 'apply' | 'approve';
  /** Customers must fill it in. */
  required: boolean;
  position: number;
  archivedAt: Date | null;
}

/** What values are about. */
export type About =
  | { subject: 'account'; accountId: string }
  | { subject: 'contact'; accountId: string; contactId: string }
  | { subject: 'ticket'; accountId: string; ticketId: string };

const managing = new Set(['owner', 'admin', 'manager']);

/** Who makes fields, and who says yes or no to what customers change. */
export const mayManageFields = (actor: Actor): boolean => actor.kind === 'member' && managing.has(actor.role);

/** Who of the team writes values: whoever answers customers. */
export const mayWriteValues = (actor: Actor): boolean => actor.kind === 'member' && actor.role !== 'viewer';

/** Who of a customer changes what belongs to the company, and not to themselves. */
export const mayEditCompany = (actor: Actor): boolean =>
  actor.kind === 'contact' && (actor.role === 'account_admin' || actor.role === 'billing');
