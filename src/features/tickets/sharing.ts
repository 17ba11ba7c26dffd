import { sql } from 'kysely';
import { shutFor } from '#features/gates/index.ts';
import { type Colleague, colleaguesAt, ofTicket, ruleAt } from '#features/visibility/index.ts';
import { type Given, kept } from '#platform/db/kept.ts';
import type { Contact, Ctx, CtxOf } from '#platform/http/context.ts';
import { mayName, mayNarrow } from './access.ts';
import { type NamedPerson, namedOn } from './people.ts';
import type { Ticket } from './ticket.ts';

type Face = Pick<Colleague, 'id' | 'name'>;

/** Who at the customer sees a ticket, and what its reader may change about it. */
export interface Sharing {
  /** All people of the account do. */
  everyone: boolean;
  /** Who does, by name. */
  who: Face[];
  named: NamedPerson[];
  /** Of them, who is invited and will see it once they are here. */
  waiting: Face[];
  /** How many read it from outside, by a link from the team. */
  outside: number;
  narrowed: boolean;
  /** Who could be named besides; empty for whoever may name nobody. */
  nameable: Face[];
  mayName: boolean;
  /** Keeping it close, or not any more, means something here, and is up to the reader. */
  mayNarrow: boolean;
}

export async function sharingOf(ctx: Ctx, ticket: Ticket): Promise<Sharing> {
  const [named, colleagues, { rule }, rooms, outside] = await Promise.all([
    namedOn(ctx, ticket),
    colleaguesAt(ctx, ticket.accountId),
    ruleAt(ctx, ticket.accountId),
    // Whoever of the customer has the page before them has the room.
    ctx.actor.kind === 'member' ? shutFor(ctx, ticket.accountId, 'room') : null,
    readFromOutside(ctx, ticket),
  ]);
  const shut = rooms?.has('support') ?? false;
  const ids = new Set(named.map(({ id }) => id));
  const narrowed = ticket.narrowedAt !== null;
  const facts = { requesterId: ticket.requesterId, narrowed, named: ids, rule };
  const naming = rule.see !== 'own' && mayName(ctx.actor, ticket);
  const free = (who: Colleague) => !who.disabled && !ids.has(who.id) && who.id !== ticket.requesterId;
  return {
    everyone: rule.see === 'everyone' && !narrowed && !shut,
    who: shut ? [] : colleagues.filter((who) => ofTicket(who, facts).sees),
    named,
    waiting:
      shut || rule.see === 'own' ? [] : colleagues.filter((who) => who.waiting && !who.disabled && ids.has(who.id)),
    outside,
    narrowed,
    nameable: naming ? colleagues.filter(free) : [],
    mayName: naming,
    mayNarrow: (rule.see !== 'own' || narrowed) && mayNarrow(ctx.actor, ticket),
  };
}

const outsiders = kept(
  (_, { ticket }: Given<{ ticket: string }>) => sql<{ n: number }>`select app.read_from_outside(${ticket}::uuid) as n`,
);

const readFromOutside = async (ctx: Ctx, ticket: Ticket): Promise<number> =>
  (await outsiders.first(ctx, { ticket: ticket.id }))?.n ?? 0;

/** Whom somebody may name on what they are about to ask; null where only who asked sees it, or nobody else is there. */
export async function sharingOfNew(ctx: CtxOf<Contact>): Promise<{ nameable: Face[]; everyone: boolean } | null> {
  const [colleagues, { rule }] = await Promise.all([
    colleaguesAt(ctx, ctx.actor.accountId),
    ruleAt(ctx, ctx.actor.accountId),
  ]);
  const nameable = colleagues.filter((who) => !who.disabled && who.id !== ctx.actor.personId);
  if (rule.see === 'own' || nameable.length === 0) return null;
  return { nameable, everyone: rule.see === 'everyone' };
}
