import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { aloneIfFree } from '#platform/db/turns.ts';
import type { Ctx } from '#platform/http/context.ts';
import { helpCenterZip } from './by-hand.ts';

const LARGEST = 8 * 1024 ** 3;
/** Each language of each article is a file, and each picture. */
const MOST_FILES = 20_000;

export async function articleCount(ctx: Ctx): Promise<number> {
  const { n } = await ctx.db
    .selectFrom('articles')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('workspace_id', '=', ctx.workspace.id)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Why it is not made just now: it is more than anybody waits for, or somebody is at it already, which takes a connection until it is written. */
export async function whyNoExport(
  ctx: Ctx,
): Promise<{ key: 'export.many'; n: number } | { key: 'export.busy' } | null> {
  const { rows } = await sql<{ n: number }>`select ((select count(*) from (
        select article_id, locale from article_drafts where workspace_id = ${ctx.workspace.id}
        union select article_id, locale from article_texts where workspace_id = ${ctx.workspace.id}) texts)
      + (select count(*) from article_pictures where workspace_id = ${ctx.workspace.id}) + 1)::int as n`.execute(
    ctx.db,
  );
  const n = rows[0]!.n;
  if (n > MOST_FILES) return { key: 'export.many', n };
  return (await aloneIfFree(ctx.db, ctx.workspace.id, 'article export')) ? null : { key: 'export.busy' };
}

/** The whole help center as a zip: written aside first, so that whoever is slow to take it holds nothing open. */
export async function exportStream(ctx: Ctx): Promise<ReadableStream<Uint8Array>> {
  const files = ctx.platform.files.of(ctx.workspace.id);
  const { key } = await files.put(helpCenterZip(ctx), { limit: LARGEST, name: 'articles.zip' });
  const content = (await files.open(key)) as unknown as AsyncIterable<Uint8Array>;
  async function* once() {
    try {
      yield* content;
    } finally {
      await files.remove(key);
    }
  }
  return Readable.toWeb(Readable.from(once())) as ReadableStream<Uint8Array>;
}
