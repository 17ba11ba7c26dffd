import type { z } from 'zod';
import type { Reader } from '../i18n/reader.ts';
import type { ContactRight } from '../rights.ts';

/** An event as its readers get it: the row of `events`, with its data parsed. */
export interface RecordedEvent<Data = unknown> {
  id: string;
  kind: string;
  accountId: string | null;
  subjectType: string;
  subjectId: string;
  actorKind: 'visitor' | 'contact' | 'member' | 'system';
  actorIdentityId: string | null;
  actorPersonId: string | null;
  data: Data;
  createdAt: Date;
}

/** How a sentence is told: whether its reader did it, and whom it was done to, when that was a person with a name. */
export interface Told {
  who: 'you' | 'other';
  whom: { name: string; you: boolean } | null;
  /** What it was about, when that was no person, has a name, and the place it is told at knows it. */
  what?: string | undefined;
  /** What a field of the business's own is called for its reader, by what it was made as; where the place it is told at knows it. */
  called?: ((label: string) => string | undefined) | undefined;
}

/** For a message: `{whom, select, none {somebody} you {you} other {{name}}}`. */
export const toWhom = (whom: Told['whom']): { name: string; whom: 'none' | 'you' | 'other' } => ({
  name: whom?.name ?? '',
  whom: whom ? (whom.you ? 'you' : 'other') : 'none',
});

/** For a message: `{what, select, none {a role} other {the role {name}}}`. */
export const aboutWhat = (what: Told['what']): { name: string; what: 'none' | 'other' } => ({
  name: what ?? '',
  what: what === undefined ? 'none' : 'other',
});

/** One kind of event, said once: everything else (audit, feeds, notifications, live refresh) reads it from here. */
export interface EventKind<Data = unknown> {
  kind: string;
  subjectType: string;
  /** Who may ever read it. `customer`: the account and the team. `team`: members only. */
  audience: 'customer' | 'team';
  /** Of a customer's people only those with this right are told. */
  hearers?: ContactRight;
  /** Kept in the log and told in no feed: sign-ins would drown what people did together. */
  logOnly?: true;
  /** Immutable keys and small facts; never text that somebody may want erased. */
  data: z.ZodType<Data>;
  /** What happened, in the reader's words, without the actor: "replied to {subject}". */
  sentence: (reader: Reader, event: RecordedEvent<Data>, told: Told) => string;
  /** Which open pages it makes stale. */
  topics: (event: Omit<RecordedEvent<Data>, 'id' | 'createdAt'>) => string[];
}

/** A kind of event, checked by the compiler against its data. */
export const defineEvent = <Data>(kind: EventKind<Data>): EventKind<Data> => kind;
