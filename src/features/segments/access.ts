import type { Actor } from '#platform/http/context.ts';
import { mayForAll } from '#platform/rights.ts';

/** A group is made of all customers: whoever sees only some cannot say who is in it. */
export const mayManageSegments = (actor: Actor): boolean =>
  actor.kind === 'system' || mayForAll(actor, 'audiences.manage');

/** Everybody of the team who sees customers sees the groups they are in. */
export const maySeeSegments = (actor: Actor): boolean => actor.kind === 'member' && actor.reach !== 'none';
