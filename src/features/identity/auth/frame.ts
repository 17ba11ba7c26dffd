import { AsyncLocalStorage } from 'node:async_hooks';
import type { Db } from '#platform/db/scope.ts';

export const signInMethods = ['password', 'link', 'code', 'passkey', 'sso', 'invitation', 'sign_up'] as const;
/** What somebody came in with first. */
export type SignInMethod = (typeof signInMethods)[number];

/** What the engine works on while one of our verbs runs it. */
export interface Frame {
  /** The open transaction; the system's by now. */
  db: Db;
  workspaceId: string;
  /** What a session that begins here is written down with. */
  session: { method: SignInMethod; ip: string; agent: string; accountId?: string | undefined };
  /** Whose sign-in link is being made, and who asked for it. */
  link?: { identityId: string; agent: string; token?: string };
  /** The engine notes here who has shown who they are and has no access any more. */
  ended?: { identityId?: string };
}

// The one ambient thing in this product: better-auth calls its database adapter without our arguments. Nothing outside
// this folder can read it.
const frames = new AsyncLocalStorage<Frame>();

export const inFrame = <T>(frame: Frame, work: () => Promise<T>): Promise<T> => frames.run(frame, work);

/** Throws outside of `inFrame`: without a transaction and a workspace there is no database for the engine. */
export function currentFrame(): Frame {
  const frame = frames.getStore();
  if (!frame) throw new Error('the sign-in engine was called outside of a scope');
  return frame;
}
