import { createHmac } from 'node:crypto';
import { deriveKey } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';

export const arms = ['shown', 'held_out'] as const;
export type Arm = (typeof arms)[number];

const TERM_MS = 90 * 86_400_000;
const ALL = 2 ** 32;

/**
 * Whether somebody is shown suggestions. It is drawn from who they are and a key, not from what they ask, and anew after 90 days, for
 * each on a day of their own. Of two shares the smaller's people are among the larger's.
 */
export function armOf(key: Uint8Array, identityId: string, now: Date, heldOut: number): Arm {
  const drawn = (of: string) => createHmac('sha256', key).update(of).digest().readUInt32BE(0) / ALL;
  const term = Math.floor((now.getTime() + drawn(identityId) * TERM_MS) / TERM_MS);
  return drawn(`${identityId} ${term}`) < heldOut / 100 ? 'held_out' : 'shown';
}

/** The key is the workspace's own: nobody who knows an id can tell what it will draw. */
export const armKey = ({ platform, workspace }: Pick<Ctx, 'platform' | 'workspace'>): Uint8Array =>
  deriveKey(platform.masterKey, 'deflection arms', workspace.id);
