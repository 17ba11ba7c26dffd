import type { Ctx } from '#platform/http/context.ts';
import { kindsFor, type Line, type SearchKind } from './kinds.ts';

export interface Offered {
  kind: SearchKind;
  line: Line;
}

const WAITING = 3;
const RECENT = 4;

/** Before anything is asked: what waits for the reader, and what they had to do with last, each once. */
export async function startOf(ctx: Ctx): Promise<{ waiting: Offered[]; recent: Offered[] }> {
  const kinds = kindsFor(ctx);
  const [waiting, recent] = await Promise.all([
    offered(kinds, (kind) => kind.waiting?.(ctx, WAITING)),
    offered(kinds, (kind) => kind.recent?.(ctx, RECENT + WAITING)),
  ]);
  const shown = new Set(waiting.slice(0, WAITING).map(({ line }) => line.href));
  return {
    waiting: waiting.slice(0, WAITING),
    recent: recent.filter(({ line }) => !shown.has(line.href)).slice(0, RECENT),
  };
}

const offered = async (
  kinds: SearchKind[],
  ask: (kind: SearchKind) => Promise<Line[]> | undefined,
): Promise<Offered[]> =>
  (await Promise.all(kinds.map(async (kind) => ((await ask(kind)) ?? []).map((line) => ({ kind, line }))))).flat();
