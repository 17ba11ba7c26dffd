import { mayManageGates, segmentsToName } from '#features/gates/index.ts';
import type { Audience } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { type Problem, shorten, type Wanted } from './found.ts';

export interface Readers {
  audience: Audience;
  segments: string[];
  problem?: Problem;
  /** The segments that are meant, where whoever imports may not say so. */
  meant?: string[];
}

/** For whom an article is to be here. What nobody can tell the meaning of is for the team, and said. */
export async function readersFor(ctx: Ctx): Promise<(wanted: Wanted) => Readers> {
  const ours = new Map((await segmentsToName(ctx)).map(({ id, name }) => [name.toLowerCase(), id]));
  return (wanted) => {
    if (wanted === null) return { audience: 'public', segments: [] };
    if (typeof wanted === 'string') return { audience: wanted, segments: [] };
    const ids = wanted.segments.flatMap((name) => ours.get(name.toLowerCase()) ?? []);
    const all = ids.length === wanted.segments.length && ids.length > 0;
    if (all && (ctx.actor.kind === 'system' || mayManageGates(ctx.actor)))
      return { audience: 'segment', segments: ids };
    return {
      audience: 'member',
      segments: [],
      problem: { kind: 'segment', about: shorten(wanted.segments.join(', ')) },
      ...(all ? { meant: ids } : {}),
    };
  };
}
