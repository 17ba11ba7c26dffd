import type { Ctx } from '../http/context.ts';
import type { EventKind, RecordedEvent } from './define.ts';

/** Work that follows an event in a job of its own, once the event is committed. Must be safe to run twice. */
export interface Reaction {
  name: string;
  to: string;
  run: (ctx: Ctx, event: RecordedEvent) => Promise<void>;
}

/** A reaction to one kind of event; its data is parsed before `run` sees it. */
export function reaction<Data>(
  name: string,
  kind: EventKind<Data>,
  run: (ctx: Ctx, event: RecordedEvent<Data>) => Promise<void>,
): Reaction {
  return { name, to: kind.kind, run: (ctx, event) => run(ctx, { ...event, data: kind.data.parse(event.data) }) };
}

const byKind = new Map<string, Reaction[]>();
const byName = new Map<string, Reaction>();

/** Called once, by app/features.ts, with the explicit list. */
export function installReactions(reactions: readonly Reaction[]): void {
  byKind.clear();
  byName.clear();
  for (const each of reactions) {
    if (byName.has(each.name)) throw new Error(`two reactions are called ${each.name}`);
    byName.set(each.name, each);
    byKind.set(each.to, [...(byKind.get(each.to) ?? []), each]);
  }
}

export const installedReactions = (): Reaction[] => [...byName.values()];

export const reactionsTo = (kind: string): readonly Reaction[] => byKind.get(kind) ?? [];

export const reactionNamed = (name: string): Reaction | undefined => byName.get(name);
