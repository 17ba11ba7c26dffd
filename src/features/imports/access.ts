import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

export const mayExport = (actor: Actor): boolean => actor.kind === 'member' && may(actor, 'data.export');
