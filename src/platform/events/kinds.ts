import type { z } from 'zod';
import type { Reader } from '../i18n/reader.ts';
import type { ContactRight, Right } from '../rights.ts';
import type { EventKind, RecordedEvent, Told } from './define.ts';

/** A kind of event whose data is its own business: what a list of kinds of different features holds. */
export interface AnyKind {
  kind: string;
  subjectType: string;
  audience: 'customer' | 'team';
  hearers?: ContactRight;
  logOnly?: true;
  data: z.ZodType;
  sentence: (reader: Reader, event: never, told: Told) => string;
  topics: (event: never) => string[];
}

const byName = new Map<string, EventKind>();

/** Called once, by app/features.ts, with the explicit list. */
export function installEventKinds(kinds: readonly AnyKind[]): void {
  byName.clear();
  for (const kind of kinds) {
    if (byName.has(kind.kind)) throw new Error(`two kinds of event are called ${kind.kind}`);
    byName.set(kind.kind, kind as EventKind);
  }
}

/** Undefined for a kind that an older version recorded and nobody defines any more. */
export const kindNamed = (kind: string): EventKind | undefined => byName.get(kind);

/** The names of all kinds, for a list to choose from. */
export const installedKinds = (): string[] => [...byName.keys()];

/** The kinds somebody of this audience and with these rights may hear of: what a feed asks the database for. */
export function kindsFor(audience: 'customer' | 'team', rights: ReadonlySet<Right>): string[] {
  return [...byName.values()]
    .filter((kind) => !kind.logOnly && (audience === 'team' || isForCustomer(kind, rights)))
    .map((kind) => kind.kind);
}

const isForCustomer = ({ audience, hearers }: EventKind, rights: ReadonlySet<Right>): boolean =>
  audience === 'customer' && (!hearers || rights.has(hearers));

/** What happened, without the actor. Null when nobody knows the kind any more, or its data is of an older shape. */
export function sentenceOf(reader: Reader, event: RecordedEvent, told: Told): string | null {
  const kind = byName.get(event.kind);
  const data = kind?.data.safeParse(event.data);
  return kind && data?.success ? kind.sentence(reader, { ...event, data: data.data }, told) : null;
}
