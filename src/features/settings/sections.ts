import type { Actor, Ctx } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { Tone } from '#platform/ui/attributes.ts';
import type { IconName } from '#platform/ui/icons.ts';

export const groups = ['business', 'people', 'security', 'work'] as const;

/** A fact for the overview: "Team: 12 people, 5 roles". */
export interface Fact {
  term: string;
  value: string;
}

/** Something of a section that somebody ought to look at. */
export interface Look {
  key: string;
  icon: IconName;
  tone?: Tone | undefined;
  title: string;
  note: string;
  action: { label: string; href: string };
}

/** A page of the settings, and all its pages below it. */
export interface SettingsSection {
  id: string;
  group: (typeof groups)[number];
  href: string;
  icon: IconName;
  label: (reader: Reader) => string;
  /** Who is shown it at all. Its routes demand the same. */
  may: (actor: Actor) => boolean;
  /** How many things in it want to be looked at. */
  count?: (ctx: Ctx) => Promise<number>;
  facts?: (ctx: Ctx) => Promise<Fact[]>;
  looks?: (ctx: Ctx) => Promise<Look[]>;
  /** The kinds of events that tell of a change here. */
  changes?: readonly string[];
}

let installed: readonly SettingsSection[] = [];

/** Called once, by app/features.ts, with the explicit list. */
export function installSettings(list: readonly SettingsSection[]): void {
  if (new Set(list.map((each) => each.id)).size < list.length)
    throw new Error('two sections of the settings share an id');
  installed = list;
}

/** What this actor may open, in the order of its groups. */
export const sectionsFor = (actor: Actor): SettingsSection[] =>
  groups.flatMap((group) => installed.filter((section) => section.group === group && section.may(actor)));

/** Whether there is anything in the settings for this actor. */
export const maySeeSettings = (actor: Actor): boolean =>
  actor.kind === 'member' && installed.some((section) => section.may(actor));
