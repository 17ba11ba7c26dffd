import { segmentsOpening } from '#features/gates/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Audience, isWiderThan } from './article.ts';

/** One thing that says who reads; of several all hold. Segments are named for those of a segment, and any of them opens it. */
export interface ReadBy {
  audience: Audience;
  segments: readonly string[];
}

/** Who reads an article or a category of ours at this moment. */
export async function readersHere(ctx: Ctx, one: { readers: string; gates: readonly string[] }): Promise<ReadBy[]> {
  if (one.readers !== 'segment') return [{ audience: one.readers as Audience, segments: [] }];
  const open = await segmentsOpening(ctx, one.gates);
  return one.gates.map((gate) => ({ audience: 'segment', segments: open.get(gate) ?? [] }));
}

/** Whether nobody reads ours who is not meant there. */
export const isWithin = (here: readonly ReadBy[], wanted: ReadBy): boolean =>
  here.some((one) =>
    one.audience === 'segment' && wanted.audience === 'segment'
      ? one.segments.every((id) => wanted.segments.includes(id))
      : !isWiderThan(one.audience, wanted.audience),
  );
