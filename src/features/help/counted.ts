import { type LiveCategory, liveCategories, nextEnd } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Hub } from '#platform/live/hub.ts';
import { createMemory, type Memory } from './memory.ts';

const MOST = 2_000;

const memories = new WeakMap<Hub, Memory<LiveCategory[]>>();

/**
 * The categories that hold something for whoever asks. Every live text is counted for that, so for visitors, who all see the same, it is done
 * once for all pages of a language, and for addresses that lead nowhere.
 */
export async function categoriesFor(ctx: Ctx, lang: string): Promise<LiveCategory[]> {
  if (ctx.actor.kind !== 'visitor') return liveCategories(ctx, lang);
  const memory = memoryOf(ctx.platform.hub);
  const key = `${ctx.workspace.id} ${lang}`;
  const known = memory.get(key);
  if (known) return known;
  const remember = memory.begin();
  const [categories, until] = await Promise.all([liveCategories(ctx, lang), nextEnd(ctx)]);
  remember(key, categories, { workspaceId: ctx.workspace.id, until });
  return categories;
}

function memoryOf(hub: Hub): Memory<LiveCategory[]> {
  const memory = memories.get(hub) ?? createMemory<LiveCategory[]>(hub, MOST);
  memories.set(hub, memory);
  return memory;
}
