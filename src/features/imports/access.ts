import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** An import is held against every customer and may change any of them: it is for whoever sees and manages them all. */
export const mayImport = (actor: Actor): boolean =>
  actor.kind === 'member' && actor.reach === 'all' && may(actor, 'customers.manage') && may(actor, 'contacts.manage');

export const mayExport = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.export');
