import { segmentsOpening } from '#features/gates/index.ts';
import { type Audience, isWiderThan } from '#features/knowledge/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Readers } from './audience.ts';
import type { Found, FoundArticle, Wanted } from './found.ts';

/** One thing that says who reads; of several all hold. */
export type Said = Pick<Readers, 'audience' | 'segments'>;

/** Who reads an article or a category of ours at this moment. */
export async function readersHere(ctx: Ctx, one: { readers: string; gates: readonly string[] }): Promise<Said[]> {
  if (one.readers !== 'segment') return [{ audience: one.readers as Audience, segments: [] }];
  const open = await segmentsOpening(ctx, one.gates);
  return one.gates.map((gate) => ({ audience: 'segment', segments: open.get(gate) ?? [] }));
}

/** Whether nobody reads ours who is not meant there. */
export const isWithin = (here: readonly Said[], wanted: Said): boolean =>
  here.some((one) =>
    one.audience === 'segment' && wanted.audience === 'segment'
      ? one.segments.every((id) => wanted.segments.includes(id))
      : !isWiderThan(one.audience, wanted.audience),
  );

/** Whom the source means, also where whoever imports may not say it here; undefined when nobody here knows them. */
export const meantBy = ({ audience, segments, problem, meant }: Readers): Said | undefined => {
  if (meant) return { audience: 'segment', segments: meant };
  return problem ? undefined : { audience, segments };
};

/** What a source says of who reads an article: the article itself, its category, the one above. */
export function wantedOf(shelves: ReadonlyMap<string, Found['categories'][number]>, article: FoundArticle): Wanted[] {
  const own = shelves.get(article.category);
  const above = own?.parent ? shelves.get(own.parent) : undefined;
  return [article.audience, own?.audience ?? null, above?.audience ?? null];
}

export const digestOf = (wanted: readonly Wanted[]): string => sha256Hex(JSON.stringify(wanted));
