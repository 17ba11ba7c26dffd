import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Hub } from '#platform/live/hub.ts';
import { HELP_TOPIC } from './events.ts';
import { nextEnd } from './live.ts';
import { type LiveCategory, liveCategories, liveCounts } from './live-categories.ts';

const LONGEST_MS = 60_000;
const MOST = 2_000;

type Counts = ReadonlyMap<string, number>;

interface Counted {
  workspaceId: string;
  counts: Counts;
  until: number;
}

interface Memory {
  known: Map<string, Counted>;
  /** What is being counted: who comes meanwhile waits for it. */
  counting: Map<string, Promise<Counts>>;
  /** How often something was dropped: what was being counted meanwhile is not kept. */
  drops: number;
}

const memories = new WeakMap<Hub, Memory>();

/**
 * The categories that hold something for whoever asks. Every live text is counted for that, so it is done once for all who may read the same; kept
 * as long as pages are (help/kept.ts), or until somebody changes what readers see. The categories themselves are read through their walls each time.
 */
export async function categoriesFor(ctx: Ctx, lang: string): Promise<LiveCategory[]> {
  return liveCategories(ctx, lang, countsFor(ctx));
}

async function countsFor(ctx: Ctx): Promise<Counts> {
  const memory = memoryOf(ctx.platform.hub);
  const key = `${ctx.workspace.id} ${await audienceOf(ctx)}`;
  const known = memory.known.get(key);
  if (known && known.until > Date.now()) return known.counts;
  // When it comes to nothing, whoever waited counts for themselves.
  const theirs = await memory.counting.get(key)?.catch(() => undefined);
  if (theirs) return theirs;
  const counting = count(ctx, memory, key);
  memory.counting.set(key, counting);
  try {
    return await counting;
  } finally {
    if (memory.counting.get(key) === counting) memory.counting.delete(key);
  }
}

async function count(ctx: Ctx, memory: Memory, key: string): Promise<Counts> {
  const { drops } = memory;
  const [counts, end] = await Promise.all([liveCounts(ctx), nextEnd(ctx)]);
  if (memory.drops === drops) {
    if (memory.known.size >= MOST) memory.known.clear();
    const until = Math.min(Date.now() + LONGEST_MS, end?.getTime() ?? Number.POSITIVE_INFINITY);
    memory.known.set(key, { workspaceId: ctx.workspace.id, counts, until });
  }
  return counts;
}

/** Visitors all see the same, and so does the team; customers see the same whose rooms and gates are. */
async function audienceOf(ctx: Ctx): Promise<string> {
  if (ctx.actor.kind !== 'contact') return ctx.actor.kind;
  const { rows } = await sql<{ may: string }>`select concat(app.readable(), app.open_gates()) as may`.execute(ctx.db);
  return `contact ${rows[0]!.may}`;
}

function memoryOf(hub: Hub): Memory {
  const there = memories.get(hub);
  if (there) return there;
  const memory: Memory = { known: new Map(), counting: new Map(), drops: 0 };
  const drop = (workspaceId: string | null) => {
    memory.drops++;
    memory.counting.clear();
    for (const [key, one] of memory.known) {
      if (workspaceId === null || one.workspaceId === workspaceId) memory.known.delete(key);
    }
  };
  hub.onTopic(HELP_TOPIC, drop);
  hub.onWorkspace(drop);
  memories.set(hub, memory);
  return memory;
}
