import type { Child } from 'hono/jsx';
import type { Ctx } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import type { IconName } from '#platform/ui/icons.ts';

/** One line of what was found, or that is offered before anything is asked. */
export interface Line {
  href: string;
  title: string;
  note?: string | undefined;
  /** A person or a company instead of the icon. */
  avatar?: { name: string; photo?: string | null; square?: boolean } | undefined;
  end?: Child;
  /** The language it is in, of what people wrote in one. */
  lang?: string | undefined;
}

/** What the index has of one thing that was found. */
export interface FoundEntry {
  id: string;
  /** The language of the words that were found, of what is there in several. */
  locale: string;
  title: string;
  /** The category of an article. */
  topic: string | null;
}

/** What a room brings to the search. Its lines are read through the walls of its own tables once more. */
export interface SearchKind {
  kind: string;
  /** Kinds of entries that lead to a thing of this kind, as a note leads to its ticket. */
  also?: readonly string[];
  icon: IconName;
  label: (reader: Reader) => string;
  may: (ctx: Ctx) => boolean;
  /** Whether these are people and companies: what `@` asks for. */
  people?: boolean;
  lines: (ctx: Ctx, found: readonly FoundEntry[], lang: string) => Promise<ReadonlyMap<string, Line>>;
  /** By the number that people say. */
  byNumber?: (ctx: Ctx, number: number) => Promise<Line | null>;
  /** With all of these words in its title, the last one half a word: of what stands in no index. */
  titled?: (ctx: Ctx, words: readonly string[], most: number) => Promise<Line[]>;
  /** What waits for whoever asks, and what they had to do with last. */
  waiting?: (ctx: Ctx, most: number) => Promise<Line[]>;
  recent?: (ctx: Ctx, most: number) => Promise<Line[]>;
  /** Brings in the words of what was there before the index, from behind this id on: the last one done, null at the end. */
  fill?: (ctx: Ctx, after: string | null) => Promise<string | null>;
  /** The languages it is written in, when it is read in one of several. */
  tongues?: (ctx: Ctx) => Promise<string[]>;
}

let installed: readonly SearchKind[] = [];

/** Called once, by app/features.ts, with the explicit list: the order is that of the results. */
export function installSearchKinds(list: readonly SearchKind[]): void {
  if (new Set(list.map((each) => each.kind)).size < list.length) throw new Error('two kinds of results share a name');
  installed = list;
}

export const kindsFor = (ctx: Ctx): SearchKind[] => installed.filter((kind) => kind.may(ctx));
export const allKinds = (): readonly SearchKind[] => installed;

/** A page to go to, or something to do, that is there for whoever asks. */
export interface SearchPlace {
  label: string;
  href: string;
  icon: IconName;
  /** Something to do rather than a page to look at: offered before anything is asked. */
  act?: boolean;
  /** Says what it is part of: "Settings". */
  note?: string | undefined;
  /** What else people call it, with commas between. */
  also?: string | undefined;
  /** Takes what was typed along: a new ticket about it. */
  about?: (typed: string) => { label: string; href: string };
}

let placesOf: (ctx: Ctx) => SearchPlace[] = () => [];

/** Called once, by app/features.ts: the navigation knows the places. */
export function installPlaces(places: (ctx: Ctx) => SearchPlace[]): void {
  placesOf = places;
}

export const placesFor = (ctx: Ctx): SearchPlace[] => placesOf(ctx);
