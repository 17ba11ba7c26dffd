import type { Ctx } from '#platform/http/context.ts';
import { notFound } from '#platform/http/http-error.ts';
import { type Colleague, colleaguesAt, type Someone, type TeamMate, teamAt } from './people.ts';
import { ofMember, type Verdict } from './verdict.ts';

/** One thing that somebody can see, as its feature knows it. */
export interface Seen {
  title: string;
  /** Where it is, and the way there. */
  href: string;
  nav: string;
  accountId: string;
  /** The rule of the thing itself, for one person at the customer. */
  contact: (who: Colleague) => Verdict;
  /** What a link for somebody outside would open, when there can be one. */
  shared?: { kind: 'ticket'; id: string } | undefined;
  /** The same for the team; absent: whoever sees the customer sees it. */
  member?: ((who: TeamMate) => Verdict) | undefined;
}

/** A kind of thing that can be asked about. `find` looks through the walls: what the reader does not see is not there. */
export interface SightSubject {
  kind: string;
  find: (ctx: Ctx, id: string) => Promise<Seen | undefined>;
}

/** Somebody without an account who reads it by a link. */
export interface Outsider {
  id: string;
  email: string;
  until: Date;
}

export type FindOutsiders = (ctx: Ctx, shared: NonNullable<Seen['shared']>) => Promise<Outsider[]>;

let subjects: readonly SightSubject[] = [];

let outsiders: FindOutsiders = async () => [];

/** Called once, by app/features.ts. */
export function installSightSubjects(installed: readonly SightSubject[], outside: FindOutsiders): void {
  subjects = installed;
  outsiders = outside;
}

/** Who reads it without an account. */
export const whoReadsOutside = (ctx: Ctx, { shared }: Seen): Promise<Outsider[]> =>
  shared ? outsiders(ctx, shared) : Promise.resolve([]);

/** Throws 404 for what is not there, and for what the reader does not see. */
export async function findSeen(ctx: Ctx, kind: string, id: string): Promise<Seen> {
  const subject = subjects.find((one) => one.kind === kind);
  const seen = await subject?.find(ctx, id);
  if (!seen) throw notFound();
  return seen;
}

export interface Answer {
  who: Someone;
  verdict: Verdict;
}

/** Everybody of both sides, each with whether they see it and why. */
export async function whoSees(ctx: Ctx, seen: Seen): Promise<Answer[]> {
  const [colleagues, team] = await Promise.all([colleaguesAt(ctx, seen.accountId), teamAt(ctx, seen.accountId)]);
  return [
    ...colleagues.map((who) => ({ who, verdict: seen.contact(who) })),
    ...team.map((who) => ({ who, verdict: (seen.member ?? ofMember)(who) })),
  ];
}
