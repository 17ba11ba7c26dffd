import { isWithin, type ReadBy, stateOf, textIn } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Arrival } from './batch.ts';
import type { Known } from './known.ts';
import { articleHere } from './readers-here.ts';

/**
 * Whether an article is meant for fewer people there than read it here. Who reads it here was said here, maybe when more people read it
 * there. Readers nobody knows are held against those of the last time, unless it is the team's alone: nobody is meant by fewer.
 */
export function isForFewer(arrival: Arrival, known: Known, here: readonly ReadBy[]): boolean {
  const forUnknown = isAsBefore(arrival, known) || isWithin(here, { audience: 'member', segments: [] });
  return !arrival.meant.every((meant) => (meant ? isWithin(here, meant) : forUnknown));
}

const isAsBefore = ({ article, digest }: Arrival, known: Known) => known.readers.get(article.key) === digest;

/** What is not written anew stays for whom it is; where fewer people read it there by now, or nobody, that is said. */
export async function tellWhatStays(ctx: Ctx, arrival: Arrival, known: Known): Promise<void> {
  const lines = arrival.lines.filter(({ outcome }) => outcome === 'same' || outcome === 'kept');
  const taken = lines.filter(({ outcome, isLiveThere }) => outcome === 'kept' && !isLiveThere);
  const fewer =
    lines.length > 0 &&
    !isAsBefore(arrival, known) &&
    isForFewer(arrival, known, (await articleHere(ctx, arrival.id)).readers);
  for (const line of fewer ? lines : taken) {
    const text = await textIn(ctx, arrival.id, line.text.locale);
    if (!text || stateOf(text, ctx.now) === 'archived') continue;
    if (fewer) line.text.problems.unshift({ kind: 'wider-here' });
    if (taken.includes(line)) line.text.problems.unshift({ kind: 'live-here' });
  }
}
