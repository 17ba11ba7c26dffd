import type { Ctx } from '#platform/http/context.ts';
import { languagesOf } from './languages.ts';
import { memoryByHub } from './memory.ts';

const MOST = 10_000;

const memoryOf = memoryByHub<string[]>(MOST);

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
