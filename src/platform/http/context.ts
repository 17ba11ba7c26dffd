import type { CustomerRoom } from '../customer-rooms.ts';
import type { Db } from '../db/scope.ts';
import type { Flag } from '../flags.ts';
import type { Locale, Reader } from '../i18n/reader.ts';
import type { Platform } from '../platform.ts';
import type { Reach, Right } from '../rights.ts';
import type { Brand } from '../ui/brand.ts';

/** One business, as far as every request needs it. */
export interface Workspace {
  id: string;
  slug: string;
  name: string;
  shortName: string;
  locale: Locale;
  zone: string;
  brand: Brand;
  /** A sentence about the business for the doors (sign-in, invitation); may be empty. */
  tagline: string;
  /** Minutes within which the team promises a first reply; null when it promises nothing. */
  replyPromiseMinutes: number | null;
  /** The workspace of the people who run this installation. */
  isInstallation: boolean;
}

/** The public face the request came to. `origin` has no trailing slash. */
export interface Portal {
  id: string;
  host: string;
  origin: string;
  /** The origin of the business's first host, which may be this one; jobs leave it out. */
  first?: string | undefined;
}

interface Person {
  sessionId: string;
  /** The way in by which the session began. */
  method?: string | null;
  identityId: string;
  /** The id of the member or of the contact. */
  personId: string;
  name: string;
  email: string;
  title: string;
  theme: 'system' | 'light' | 'dark';
  hotkeys: boolean;
  /** The id of their picture. */
  photo: string | null;
  /** The key of their role. What it lets them do is asked by `may`, never by its name. */
  role: string;
  rights: ReadonlySet<Right>;
}

export interface Visitor {
  kind: 'visitor';
  /** Whose ended session this browser still carries: good for keeping a draft, and for nothing else. */
  wasIdentity: string | null;
}
export interface Contact extends Person {
  kind: 'contact';
  accountId: string;
  accountName: string;
  accountShortName: string;
  /** The rooms of the portal that are not theirs: asked by `hasRoom`. */
  shut: ReadonlySet<CustomerRoom>;
  flags: ReadonlySet<Flag>;
  /** How far they see what colleagues asked: all of it, what they are named on, or nothing. app.standing() says. */
  colleagues: 'all' | 'named' | 'own';
  /** Whether they may answer what a colleague asked, when they see it. */
  answers: boolean;
}
export interface Member extends Person {
  kind: 'member';
  /** Which customers they see: all, those they are on the team of, or none. */
  reach: Reach;
}
export interface SystemActor {
  kind: 'system';
  /** What made the portal act, when it did not by itself: a directory by its token, or whoever runs the server by a command. */
  method?: 'directory' | 'command';
}
export type Actor = Visitor | Contact | Member | SystemActor;

/** Everything a verb may use. It is an argument, never ambient; jobs and seeds make their own. */
export interface Ctx {
  /** The transaction. Row-level security already knows the actor. */
  db: Db;
  workspace: Workspace;
  portal: Portal;
  actor: Actor;
  reader: Reader;
  now: Date;
  request: { id: string; ip: string; agent: string };
  platform: Platform;
  /** Set while somebody of the team looks as the actor. */
  viewing?: Viewing | undefined;
  /** Live topics that have changed; told to the browsers after the commit. */
  marks: Set<string>;
}

/** A member who looks at the portal as the contact that `ctx.actor` then is: nothing is written, and the log names the member. */
export interface Viewing {
  id: string;
  by: Member;
  /** How the member reads; the page around is read as the contact does. */
  reader: Reader;
  endsAt: Date;
}

export type CtxOf<A extends Actor> = Ctx & { actor: A };

/** The identity behind the actor, null for a visitor and the system. */
export const identityOf = (actor: Actor): string | null =>
  actor.kind === 'contact' || actor.kind === 'member' ? actor.identityId : null;
