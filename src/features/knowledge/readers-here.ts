import { type OpenTo, segmentsOpening } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Audience, isWiderThan } from './article.ts';

/** One thing that says who reads; of several all hold. Segments are named for those of a segment, and any of them opens it. */
export interface ReadBy {
  audience: Audience;
  segments: readonly string[];
}

/** Who reads an article or a category of ours at this moment. */
export async function readersHere(ctx: Ctx, one: { readers: string; gates: readonly string[] }): Promise<ReadBy[]> {
  return readBy(one, one.readers === 'segment' ? await segmentsOpening(ctx, one.gates) : new Map());
}

/** The same, where it is known which segments open what. */
export const readBy = (
  { readers, gates }: { readers: string; gates: readonly string[] },
  open: ReadonlyMap<string, string[]>,
): ReadBy[] =>
  readers === 'segment'
    ? gates.map((gate) => ({ audience: 'segment', segments: open.get(gate) ?? [] }))
    : [{ audience: readers as Audience, segments: [] }];

/** Whether nobody reads ours who is not meant there. */
export const isWithin = (here: readonly ReadBy[], wanted: ReadBy): boolean =>
  here.some((one) =>
    one.audience === 'segment' && wanted.audience === 'segment'
      ? one.segments.every((id) => wanted.segments.includes(id))
      : !isWiderThan(one.audience, wanted.audience),
  );

/** Whether all who read the one read the other. */
export const isSameOrLess = (one: readonly ReadBy[], other: readonly ReadBy[]): boolean =>
  other.every((each) => isWithin(one, each));

/** Of several lists that all hold, what stands in all of them: it lets in nobody else, and where they share nothing, nobody. */
export function sharedBy(all: readonly ReadBy[]): OpenTo {
  const [first = [], ...more] = all.map(({ segments }) => segments);
  return { to: 'segments', segments: first.filter((id) => more.every((list) => list.includes(id))) };
}

/** Whose something stayed that has moved; some of them may not read it in its new place. */
export interface StayedWith {
  who: Audience;
  fewer: boolean;
}
