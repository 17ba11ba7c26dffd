import { hasRoom } from '#platform/customer-rooms.ts';
import type { Actor } from '#platform/http/context.ts';
import { may } from '#platform/rights.ts';

/** Whom an article may send on to a person: visitors, who sign in first, and customers who may open a ticket. */
export const offersToAsk = (actor: Actor): boolean =>
  actor.kind !== 'member' && hasRoom(actor, 'support') && (actor.kind !== 'contact' || may(actor, 'tickets.open'));
