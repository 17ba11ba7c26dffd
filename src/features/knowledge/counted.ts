import { sql } from 'kysely';
import type { Ctx } from '#platform/http/context.ts';
import type { Hub } from '#platform/live/hub.ts';
import { nextEnd } from './live.ts';
import { type LiveCategory, liveCategories, liveCounts } from './live-categories.ts';
import { createMemory, type Memory } from './memory.ts';

/** For how many audiences at most, of all portals together. */
const MOST = 2_000;

type Counts = ReadonlyMap<string, number>;

interface Counted {
  memory: Memory<Counts>;
  /** What is being counted: who comes meanwhile waits for it. */
  counting: Map<string, Promise<Counts>>;
}

const counted = new WeakMap<Hub, Counted>();

/**
 * The categories that hold something for whoever asks. Every live text is counted for that, so it is done once for all who may read the same; kept
 * as long as pages are (help/kept.ts), or until somebody changes what readers see. The categories themselves are read through their walls each time.
 */
export async function categoriesFor(ctx: Ctx, lang: string): Promise<LiveCategory[]> {
  return liveCategories(ctx, lang, countsFor(ctx));
}

async function countsFor(ctx: Ctx): Promise<Counts> {
  const { memory, counting } = countedOf(ctx.platform.hub);
  const key = `${ctx.workspace.id} ${await audienceOf(ctx)}`;
  const known = memory.get(key);
  if (known) return known;
  // When it comes to nothing, or something changed meanwhile, whoever waited counts for themselves.
  await counting.get(key)?.catch(() => undefined);
  const theirs = memory.get(key);
  if (theirs) return theirs;
  const own = count(ctx, memory, key);
  counting.set(key, own);
  try {
    return await own;
  } finally {
    if (counting.get(key) === own) counting.delete(key);
  }
}

async function count(ctx: Ctx, memory: Memory<Counts>, key: string): Promise<Counts> {
  const remember = memory.begin();
  const [counts, until] = await Promise.all([liveCounts(ctx), nextEnd(ctx)]);
  remember(key, counts, { workspaceId: ctx.workspace.id, until });
  return counts;
}

/** Visitors all see the same, and so does the team; customers see the same whose rooms and gates are. */
async function audienceOf(ctx: Ctx): Promise<string> {
  if (ctx.actor.kind !== 'contact') return ctx.actor.kind;
  const { rows } = await sql<{ may: string }>`select concat(app.readable(), app.open_gates()) as may`.execute(ctx.db);
  return `contact ${rows[0]!.may}`;
}

function countedOf(hub: Hub): Counted {
  const there = counted.get(hub);
  if (there) return there;
  const fresh: Counted = { memory: createMemory(hub, MOST), counting: new Map() };
  counted.set(hub, fresh);
  return fresh;
}
