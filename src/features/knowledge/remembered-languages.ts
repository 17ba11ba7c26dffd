import type { Ctx } from '#platform/http/context.ts';
import type { Hub } from '#platform/live/hub.ts';
import { languagesOf } from './languages.ts';
import { createMemory, type Memory } from './memory.ts';

const MOST = 10_000;

const remembered = new WeakMap<Hub, Memory<string[]>>();

/** `languagesOf` for a page that visitors read, kept as long as such pages are (help/kept.ts). */
export async function rememberedLanguages(ctx: Ctx): Promise<string[]> {
  const memory = memoryOf(ctx.platform.hub);
  const key = `${ctx.workspace.id} ${ctx.workspace.locale}`;
  const known = memory.get(key);
  if (known) return known;
  const remember = memory.begin();
  const languages = await languagesOf(ctx);
  remember(key, languages, { workspaceId: ctx.workspace.id });
  return languages;
}

function memoryOf(hub: Hub): Memory<string[]> {
  const memory = remembered.get(hub) ?? createMemory<string[]>(hub, MOST);
  remembered.set(hub, memory);
  return memory;
}
