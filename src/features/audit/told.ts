import { sentenceOf } from '#platform/events/kinds.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Entry } from './entries.ts';
import { say } from './messages.ts';
import { actorIn, guestIn, type Names, otherIn, thingIn, whomIn } from './names.ts';

/** One value that an act has changed. */
export interface Change {
  what: string;
  from: unknown;
  to: unknown;
}

/** Who did it, in words. */
export function whoIn({ reader, workspace }: Pick<Ctx, 'reader' | 'workspace'>, names: Names, entry: Entry): string {
  const actor = actorIn(names, entry);
  if (actor) return actor.name;
  const guest = guestIn(names, entry);
  if (guest) return say(reader, 'who.guest', { email: guest });
  if (entry.method === 'command') return say(reader, 'who.operator');
  if (entry.method === 'directory') {
    return say(reader, 'who.directory', { name: names.accounts.get(entry.accountId ?? '') ?? workspace.shortName });
  }
  if (entry.actorKind === 'system') return say(reader, 'who.system', { name: workspace.shortName });
  return say(reader, entry.actorKind === 'visitor' ? 'who.visitor' : 'who.gone');
}

/** What happened, in words; of a kind that nobody defines any more, and of what privacy has taken, its name. */
export function whatIn({ reader }: Pick<Ctx, 'reader'>, names: Names, entry: Entry): string {
  const whom = whomIn(names, entry);
  const told = {
    who: 'other' as const,
    whom: whom ? { name: whom.name, you: false } : null,
    what: otherIn(names, entry) ?? thingIn(names, entry),
    called: (label: string) => names.fieldsByName.get(label)?.label,
  };
  const sentence = sentenceOf(reader, entry, told);
  if (sentence !== null) return sentence;
  return Object.keys(entry.data).length === 0 ? say(reader, 'what.forgotten', { kind: entry.kind }) : entry.kind;
}

/**
 * Before and after, from an event's data: `changes` as most kinds have it, or a value beside its `before`. Nothing once
 * privacy has taken the data away.
 */
export function changesIn({ kind, data }: Pick<Entry, 'kind' | 'data'>): Change[] {
  const changes = data.changes;
  const listed =
    changes && typeof changes === 'object'
      ? Object.entries(changes as Record<string, { from?: unknown; to?: unknown }>).map(([what, { from, to }]) => ({
          what,
          from: from ?? null,
          to: to ?? null,
        }))
      : [];
  if (listed.length === 0 && kind === 'ticket.triaged' && data.before !== data.status) {
    return [{ what: 'status', from: data.before, to: data.status }];
  }
  return listed;
}

/** The part of the product that a kind is of: the word before its dot. */
export const areaOf = (kind: string): string => kind.split('.')[0] ?? kind;
