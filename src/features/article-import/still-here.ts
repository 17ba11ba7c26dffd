import { isWithin, type ReadBy, type Standing, type State, stateOf, textIn } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Arrival } from './batch.ts';
import type { ProblemKind } from './found.ts';
import type { Known, Outcome } from './known.ts';
import { articleHere } from './readers-here.ts';

/** An article with whom it is meant for there. */
export type Meant = Pick<Arrival, 'article' | 'meant' | 'digest'>;

/**
 * Whether an article is meant for fewer people there than read it here. Who reads it here was said here, maybe when more people read it
 * there. Readers nobody knows are held against those of the last time, unless it is the team's alone: nobody is meant by fewer.
 */
export function isForFewer(article: Meant, known: Known, here: readonly ReadBy[]): boolean {
  const forUnknown = isAsBefore(article, known) || isWithin(here, { audience: 'member', segments: [] });
  return !article.meant.every((meant) => (meant ? isWithin(here, meant) : forUnknown));
}

const isAsBefore = ({ article, digest }: Meant, known: Known) => known.readers.get(article.key) === digest;

/** A text as it stands there, and what becomes of it here. */
interface Coming {
  outcome: Outcome;
  isLiveThere: boolean;
}

/** What is said of a text that is not written anew. */
function saidOfStaying({ outcome, isLiveThere }: Coming, state: State | undefined, isNarrowed: boolean): ProblemKind[] {
  if (!state || state === 'archived') return [];
  return [
    ...(outcome === 'kept' && !isLiveThere ? (['live-here'] as const) : []),
    ...(isNarrowed ? (['wider-here'] as const) : []),
  ];
}

/** What is not written anew stays for whom it is; where fewer people read it there by now, or nobody, that is said. */
export async function tellWhatStays(ctx: Ctx, arrival: Arrival, known: Known): Promise<void> {
  const lines = arrival.lines.filter(({ outcome }) => outcome === 'same' || outcome === 'kept');
  if (lines.length === 0) return;
  const isNarrowed =
    !isAsBefore(arrival, known) && isForFewer(arrival, known, (await articleHere(ctx, arrival.id)).readers);
  const taken = lines.filter(({ outcome, isLiveThere }) => outcome === 'kept' && !isLiveThere);
  for (const line of isNarrowed ? lines : taken) {
    const text = await textIn(ctx, arrival.id, line.text.locale);
    const said = saidOfStaying(line, text && stateOf(text, ctx.now), isNarrowed);
    line.text.problems.unshift(...said.map((kind) => ({ kind })));
  }
}

/** What the report of an import will say of who reads a text that is here, before it runs. */
export function saidBefore(
  article: Meant,
  known: Known,
  here: Standing,
  text: Coming & { locale: string; comesLive: boolean },
): ProblemKind[] {
  const state = here.states.get(text.locale);
  if (text.outcome === 'left') return [];
  const fewer = isForFewer(article, known, here.readers);
  if (text.outcome === 'same' || text.outcome === 'kept')
    return saidOfStaying(text, state, fewer && !isAsBefore(article, known));
  if (text.comesLive) return fewer ? ['narrower'] : [];
  return state === 'live' && !text.isLiveThere ? ['live-here'] : [];
}
