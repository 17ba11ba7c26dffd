import { categoriesOf, languagesOf, standingOf, wouldBeLanguages } from '#features/knowledge/index.ts';
import { HttpError } from '#platform/http/http-error.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { Platform } from '#platform/platform.ts';
import { type ArticleImport, findImport, update } from './article-import.ts';
import { readersFor } from './audience.ts';
import { contentOf } from './content.ts';
import { IMPORTS_TOPIC } from './events.ts';
import { type Refusal, Refused } from './found.ts';
import { knownFrom } from './known.ts';
import { readSource } from './read.ts';
import { seenIn } from './seen.ts';
import { sourceOf } from './source.ts';

/** Reads what was handed over and writes down what is in it, without making anything of it. */
export async function look(platform: Platform, workspaceId: string, id: string): Promise<void> {
  const { one, own } = await inWorkspace(platform, workspaceId, async (ctx) => ({
    one: await findImport(ctx, id).catch(thrownAway),
    own: ctx.workspace.locale,
  }));
  if (!one || one.found || one.refused || !one.storageKey) return;
  const content = contentOf(platform, workspaceId, one);
  const read = await readSource(content, one.fileName, one.locale ?? own, one.format === 'starter' ? null : one.format)
    .catch((error: unknown) => {
      if (error instanceof Refused) return error.why;
      throw error;
    })
    .finally(content.close);
  if (typeof read === 'string') return refuse(platform, workspaceId, one, read);
  const { found, ...before } = await inWorkspace(platform, workspaceId, async (ctx) => {
    const found = { ...read, source: await sourceOf(ctx, id, read) };
    const known = await knownFrom(ctx, found);
    const there = found.articles.flatMap(({ key }) => known.articles.get(key) ?? []);
    return {
      found,
      known,
      here: await standingOf(ctx, there),
      languages: new Set([...(await languagesOf(ctx)), ...wouldBeLanguages]),
      readers: await readersFor(ctx),
      categories: await categoriesThere(ctx, found.source),
      titles: new Set(
        (await categoriesOf(ctx)).flatMap(({ texts }) => [...texts.values()].map(({ title }) => title.toLowerCase())),
      ),
    };
  });
  const seen = seenIn(one, found, before);
  await inWorkspace(platform, workspaceId, async (ctx) => {
    await update(ctx, id)
      .set({ found: JSON.stringify(seen), format: found.format, total: found.articles.length })
      .execute();
    ctx.marks.add(IMPORTS_TOPIC);
  });
}

/** Somebody has thrown it away before its turn came: there is nothing to look at. */
function thrownAway(error: unknown): null {
  if (error instanceof HttpError && error.status === 404) return null;
  throw error;
}

type Ctx = Parameters<Parameters<typeof inWorkspace>[2]>[0];

async function refuse(platform: Platform, workspaceId: string, one: ArticleImport, why: Refusal): Promise<void> {
  await inWorkspace(platform, workspaceId, async (ctx) => {
    await update(ctx, one.id).set({ refused: why, storage_key: null }).execute();
    ctx.marks.add(IMPORTS_TOPIC);
  });
  await platform.files.of(workspaceId).remove(one.storageKey!);
}

async function categoriesThere(ctx: Ctx, source: string): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .selectFrom('category_sources')
    .select('source_key')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('source', '=', source)
    .execute();
  return new Set(rows.map((row) => row.source_key));
}
