import { sql } from 'kysely';
import { type Audience, currentText, isWiderThan, publish, saveDraft, textIn } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Arrival, Line } from './batch.ts';
import { pictureRows } from './picture-rows.ts';

/** What a text was before an import changed it. */
export interface Was {
  title: string;
  summary: string;
  html: string;
  live: boolean;
  /** Readers had some version of it; unknown of what an earlier build brought in. */
  shown?: boolean;
  /** Who read it then. */
  readers?: Audience;
  hash: string;
}

export interface Rewritten {
  revision: number;
  was: Was | null;
}

/** Whether anybody reads it here who would not there. Of segments: unless one gate of ours opens for none but theirs. */
async function isNarrowerThere(ctx: Ctx, readers: Audience, gates: string[], { within }: Arrival): Promise<boolean> {
  for (const { audience, segments, problem } of within) {
    if (isWiderThan(readers, audience)) return true;
    if (audience !== 'segment' || readers !== 'segment' || problem) continue;
    const { rows } = await sql<{ is: boolean }>`select exists (select from unnest(${gates}::text[]) o (gate)
      where not exists (select from segment_gates g where g.workspace_id = ${ctx.workspace.id}
        and g.kind || ':' || g.object = o.gate and g.segment_id <> all (${segments}::uuid[]))) as is`.execute(ctx.db);
    if (!rows[0]!.is) return true;
  }
  return false;
}

/** A text of an article that is here: the next save of it, and the next version where it is live there. By the room's own verbs. */
export async function rewriteTexts(
  ctx: Ctx,
  one: ArticleImport,
  arrival: Arrival,
  hashOf: (line: Line) => string,
): Promise<Map<Line, Rewritten>> {
  const done = new Map<Line, Rewritten>();
  const lines = arrival.lines.filter(({ outcome }) => outcome === 'made' || outcome === 'changed');
  if (lines.length === 0) return done;
  await pictureRows(ctx, one, [arrival]);
  const article = await ctx.db
    .selectFrom('articles')
    .select(['number', 'readers', 'gates'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', arrival.id)
    .executeTakeFirstOrThrow();
  const number = String(article.number);
  // Who reads it here was said here, maybe when more people read it there; whom we do not know there is nobody but the team.
  const narrower = await isNarrowerThere(ctx, article.readers as Audience, article.gates, arrival);
  for (const line of lines) {
    const { locale, title, summary, html, live } = line.text;
    const [before, text] = await Promise.all([currentText(ctx, arrival.id, locale), textIn(ctx, arrival.id, locale)]);
    const { revision } = await saveDraft(ctx, number, locale, {
      title,
      summary,
      html,
      revision: before?.revision ?? 0,
    });
    const isLive = text !== undefined && text.archivedAt === null && text.publishedAt !== null;
    if (live && narrower) line.text.problems.unshift({ kind: 'narrower' });
    // What the team took offline stays so; what it set an end to ends then.
    else if (live && line.outcome === 'changed' && text?.archivedAt)
      line.text.problems.unshift({ kind: 'offline-here' });
    else if (live) await publish(ctx, number, locale, { revision, until: text?.liveUntil ?? null });
    const was = before && {
      title: before.title,
      summary: before.summary,
      html: before.html,
      live: isLive && !before.open,
      shown: isLive,
      readers: article.readers as Audience,
      hash: hashOf(line),
    };
    done.set(line, { revision, was: was ?? null });
  }
  return done;
}
