import { HELP_TOPIC, type LiveCategory, liveCategories, nextEnd } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Hub } from '#platform/live/hub.ts';

const LONGEST_MS = 60_000;
const MOST = 2_000;

interface Counted {
  workspaceId: string;
  categories: LiveCategory[];
  until: number;
}

interface Memory {
  known: Map<string, Counted>;
  /** How often something was dropped: what was being counted meanwhile is not kept. */
  drops: number;
}

const memories = new WeakMap<Hub, Memory>();

/**
 * The categories that hold something for whoever asks. Every live text is counted for that, so for visitors, who all see the same, it is done
 * once for all pages of a language, and for addresses that lead nowhere; kept as long as pages are (kept.ts).
 */
export async function categoriesFor(ctx: Ctx, lang: string): Promise<LiveCategory[]> {
  if (ctx.actor.kind !== 'visitor') return liveCategories(ctx, lang);
  const memory = memoryOf(ctx.platform.hub);
  const key = `${ctx.workspace.id} ${lang}`;
  const known = memory.known.get(key);
  if (known && known.until > Date.now()) return known.categories;
  const { drops } = memory;
  const [categories, end] = await Promise.all([liveCategories(ctx, lang), nextEnd(ctx)]);
  if (memory.drops === drops) {
    if (memory.known.size >= MOST) memory.known.clear();
    const until = Math.min(Date.now() + LONGEST_MS, end?.getTime() ?? Number.POSITIVE_INFINITY);
    memory.known.set(key, { workspaceId: ctx.workspace.id, categories, until });
  }
  return categories;
}

function memoryOf(hub: Hub): Memory {
  const there = memories.get(hub);
  if (there) return there;
  const memory: Memory = { known: new Map(), drops: 0 };
  const drop = (workspaceId: string | null) => {
    memory.drops++;
    for (const [key, one] of memory.known) {
      if (workspaceId === null || one.workspaceId === workspaceId) memory.known.delete(key);
    }
  };
  hub.onTopic(HELP_TOPIC, drop);
  hub.onWorkspace(drop);
  memories.set(hub, memory);
  return memory;
}
