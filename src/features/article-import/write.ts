import { sql } from 'kysely';
import { indexNewTexts } from '#features/article-search/index.ts';
import { setGate } from '#features/gates/index.ts';
import { addressesTaken, HELP_TOPIC, lockAddresses, slugOf, tellReaders } from '#features/knowledge/index.ts';
import { newId } from '#platform/db/ids.ts';
import { recordMany } from '#platform/events/record-many.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Arrival, Line } from './batch.ts';
import { articleImported } from './events.ts';
import { pictureRows } from './picture-rows.ts';

/** Articles that were not here, all of a batch in a few statements. What they make is what the room's own verbs make. */
export async function writeNew(
  ctx: Ctx,
  one: ArticleImport,
  arrivals: Arrival[],
  categoryOf: (arrival: Arrival) => string,
): Promise<void> {
  const coming = arrivals.filter(({ lines }) => lines.some(({ outcome }) => outcome === 'made'));
  if (coming.length === 0) return;
  const { id: workspace_id } = ctx.workspace;
  const first = (await numbersFor(ctx, coming.length)) - coming.length + 1;
  await ctx.db
    .insertInto('articles')
    .values(
      coming.map((arrival, i) => ({
        workspace_id,
        id: arrival.id,
        number: first + i,
        category_id: categoryOf(arrival),
        position: first + i,
        audience: arrival.readers.audience,
        owner_id: one.madeBy,
        review_days: 180,
        created_by: one.madeBy,
        created_at: ctx.now,
        updated_at: ctx.now,
      })),
    )
    .execute();
  for (const { id, readers } of coming)
    if (readers.audience === 'segment')
      await setGate(ctx, 'article', id, { to: 'segments', segments: readers.segments });
  await pictureRows(ctx, one, coming);
  await writeTexts(ctx, one, coming, first);
  const live = coming.filter((arrival) => madeOf(arrival).some(({ text }) => text.live));
  if (live.length > 0) {
    // What readers find of them came with their texts.
    await tellReaders(
      ctx,
      live.map(({ id }) => id),
    );
    ctx.marks.add(HELP_TOPIC);
  }
  await recordMany(
    ctx,
    articleImported,
    coming.map((arrival, i) => ({
      subjectId: arrival.id,
      accountId: null,
      data: {
        number: first + i,
        import: one.id,
        languages: madeOf(arrival).map(({ text }) => text.locale),
        live: madeOf(arrival).some(({ text }) => text.live),
      },
    })),
  );
}

const madeOf = ({ lines }: Arrival): Line[] => lines.filter(({ outcome }) => outcome === 'made');

async function numbersFor(ctx: Ctx, n: number): Promise<number> {
  const { value } = await ctx.db
    .insertInto('counters')
    .values({ workspace_id: ctx.workspace.id, name: 'article', value: n })
    .onConflict((same) => same.columns(['workspace_id', 'name']).doUpdateSet({ value: sql`counters.value + ${n}` }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return Number(value);
}

const IN_TEXT = /src="picture:([0-9a-f-]{36})"/g;

/** A draft for each text, and a version that is live for each that was live where it came from. */
async function writeTexts(ctx: Ctx, one: ArticleImport, coming: Arrival[], first: number): Promise<void> {
  const { id: workspace_id } = ctx.workspace;
  const texts = coming.flatMap((arrival, i) =>
    madeOf(arrival).map(({ text }) => ({
      arrival,
      text,
      number: first + i,
      version: newId(ctx.now.getTime()),
      from: text.updated && text.updated < ctx.now ? text.updated : ctx.now,
    })),
  );
  await ctx.db
    .insertInto('article_drafts')
    .values(
      texts.map(({ arrival, text }) => ({
        workspace_id,
        article_id: arrival.id,
        locale: text.locale,
        revision: 1,
        title: text.title,
        summary: text.summary,
        body_html: text.html,
        member_id: one.madeBy,
        saved_at: ctx.now,
      })),
    )
    .execute();
  const live = texts.filter(({ text }) => text.live);
  if (live.length === 0) return;
  await ctx.db
    .insertInto('article_versions')
    .values(
      live.map(({ arrival, text, version }) => ({
        workspace_id,
        id: version,
        article_id: arrival.id,
        locale: text.locale,
        n: 1,
        revision: 1,
        title: text.title,
        summary: text.summary,
        body_html: text.html,
        pictures: [...new Set([...text.html.matchAll(IN_TEXT)].map((match) => match[1]!))],
        member_id: one.madeBy,
        created_at: ctx.now,
      })),
    )
    .execute();
  const slugs = await addresses(ctx, live);
  await indexNewTexts(
    ctx,
    live.map(({ arrival, text: { locale, summary, html }, version, from }) => ({
      ...{ articleId: arrival.id, locale, versionId: version, liveFrom: from, summary, html },
    })),
  );
  await ctx.db
    .insertInto('article_texts')
    .values(
      live.map(({ arrival, text, version, from }, i) => ({
        workspace_id,
        article_id: arrival.id,
        locale: text.locale,
        slug: slugs[i]!,
        version_id: version,
        live_from: from,
        // As old as it is where it comes from: nobody's news.
        shown_at: from,
        published_at: ctx.now,
        settled: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
      })),
    )
    .execute();
}

interface Named {
  arrival: Arrival;
  text: Line['text'];
  number: number;
}

/** An address for each: the one it had, else of its title; with its number behind where another has that one. */
async function addresses(ctx: Ctx, texts: Named[]): Promise<string[]> {
  await lockAddresses(ctx);
  const wanted = texts.map(({ text, number }) => slugOf(text.slug || text.title, text.locale) || String(number));
  const known = await addressesTaken(ctx, [...wanted, ...wanted.map((slug, i) => `${slug}-${texts[i]!.number}`)]);
  const given = new Set<string>();
  const slugs = texts.map(({ arrival, text, number }, i) => {
    const plain = wanted[i]!;
    const isFree = (slug: string) =>
      !given.has(`${text.locale}/${slug}`) &&
      !known.some((one) => one.locale === text.locale && one.slug === slug && one.article !== arrival.id);
    const slug = [plain, `${plain}-${number}`].find(isFree) ?? `${plain}-${arrival.id.slice(-12)}`;
    given.add(`${text.locale}/${slug}`);
    return slug;
  });
  // One that was its own before, or leads nowhere any more.
  await ctx.db
    .deleteFrom('article_slugs')
    .where('workspace_id', '=', ctx.workspace.id)
    .where(
      sql<string>`locale || '/' || slug`,
      'in',
      slugs.map((slug, i) => `${texts[i]!.text.locale}/${slug}`),
    )
    .execute();
  return slugs;
}
