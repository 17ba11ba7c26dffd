import type { Flag } from '#platform/flags.ts';

/** A customer as its pages need it. */
export interface Account {
  id: string;
  name: string;
  /** How people call it in a sentence: "With Acme". */
  shortName: string;
  /** What they bought, in the business's own words; may be empty. */
  plan: string;
  createdAt: Date;
  activeAt: Date;
  /** Facts the team keeps; each may be empty. */
  website: string;
  phone: string;
  place: string;
  /** How the business's other systems call this customer. */
  reference: string;
  /** Put away: nobody of theirs comes in, nothing is lost. */
  archivedAt: Date | null;
  /** The account that took this one over. */
  mergedInto: string | null;
}

/** How far somebody has come on the way into the portal. */
export type Standing = 'active' | 'invited' | 'lapsed' | 'uninvited' | 'disabled';

export interface AccountContact {
  id: string;
  name: string;
  email: string;
  title: string;
  phone: string;
  photo: string | null;
  /** The key of their role, and its name when it is one of the business's own. */
  role: string;
  roleName: string;
  /** What they are for their company. */
  flags: Flag[];
  standing: Standing;
  /** They have an identity: they have signed in, whatever they may do now. */
  joined: boolean;
  /** When the last invitation was sent; null when there was none. */
  invitedAt: Date | null;
  /** Until when its link works, while it is open. */
  invitedUntil: Date | null;
  joinedAt: Date | null;
  /** Who they are now, when two rows were one person or they moved on. */
  continuesAs: string | null;
  /** Anonymised or erased: nobody can tell who they were, and there is nobody to let in. */
  forgotten: boolean;
  /** What became of the mail with the invitation, while it is not taken up. */
  mail: Delivery | null;
}

export interface Delivery {
  state: 'queued' | 'sent' | 'kept' | 'failed';
  response: string | null;
}

interface StandingFacts {
  disabledAt: Date | null;
  hasIdentity: boolean;
  invitedUntil: Date | null;
}

/** An invitation that nobody took up lapses; whoever has an identity has been here, however they got it. */
export function standingOf({ disabledAt, hasIdentity, invitedUntil }: StandingFacts, now: Date): Standing {
  if (disabledAt) return 'disabled';
  if (hasIdentity) return 'active';
  if (!invitedUntil) return 'uninvited';
  return invitedUntil > now ? 'invited' : 'lapsed';
}

const LEGAL_FORM = /[\s,]+(?:inc|llc|ltd|plc|corp|co|gmbh|ag|kg|ug|se|ohg|gbr|e\.?k|sa|sas|sarl|bv|nv|oy|ab|as)\.?$/iu;
const SHORT = 60;

/** "Acme Robotics, Inc." is called "Acme Robotics" until somebody says otherwise. */
export function shortNameOf(name: string): string {
  const bare = name.replace(LEGAL_FORM, '').trim() || name;
  return bare.length <= SHORT ? bare : `${bare.slice(0, SHORT - 1).trimEnd()}…`;
}
