import type { Actor } from '#platform/http/context.ts';
import { may, mayForAll } from '#platform/rights.ts';
import type { Words } from './words.ts';

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
  /** For its reader. */
  label: string;
  hint: string;
  kind: Kind;
  /** As they are kept in values. */
  choices: string[];
  /** What its reader calls a choice, where they call it otherwise. */
  said: Readonly<Record<string, string>>;
  /** As it was made. */
  base: { label: string; hint: string };
  words: Words;
  customer: Openness;
  /** Whether what a customer changes holds at once, or waits for the team. */
  edits: 'apply' | 'approve';
  /** Customers must fill it in. */
  required: boolean;
  /** A newcomer is asked for it at the door. */
  atSignUp: boolean;
  position: number;
  archivedAt: Date | null;
}

/** What its reader calls a choice. */
export const choiceLabel = ({ said }: Partial<Pick<Field, 'said'>>, choice: string): string => said?.[choice] || choice;

/** Whether customers fill it in and nobody of the team looks first: whoever asks for it at the door writes it at once. */
export const isFilledByThem = ({
  customer,
  edits,
  atSignUp,
}: Pick<Field, 'customer' | 'edits' | 'atSignUp'>): boolean => customer === 'edit' && (edits === 'apply' || atSignUp);

/** What values are about. */
export type About =
  | { subject: 'account'; accountId: string }
  | { subject: 'contact'; accountId: string; contactId: string }
  | { subject: 'ticket'; accountId: string; ticketId: string };

/** Who makes fields: what is kept of every customer, and which of it they read, is for whoever sees them all. */
export const mayManageFields = (actor: Actor): boolean => mayForAll(actor, 'fields.manage');

/** Who says yes or no to what customers change. */
export const mayDecide = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'customers.manage');

/** Who of the team writes values. */
export const mayWriteValues = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'contacts.manage');

/** Who of a customer changes what belongs to the company, and not to themselves. */
export const mayEditCompany = (actor: Actor): boolean => actor.kind === 'contact' && may(actor, 'account.edit');
