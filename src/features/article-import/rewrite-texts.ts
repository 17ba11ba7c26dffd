import { currentText, publish, type ReadBy, saveDraft, stateOf, textIn, versionOf } from '#features/knowledge/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { ArticleImport } from './article-import.ts';
import type { Arrival, Line } from './batch.ts';
import { type Known, placeOf } from './known.ts';
import { pictureRows } from './picture-rows.ts';
import { type ArticleHere, articleHere } from './readers-here.ts';
import { isForFewer } from './still-here.ts';
import { isOfflineByUndo, lastTakenBack } from './taken-back.ts';

/** What a text was before an import changed it: what readers saw, else what the team had. */
export interface Was {
  title: string;
  summary: string;
  html: string;
  live: boolean;
  hash: string;
  /** Who read it then. */
  readers: ReadBy[];
}

export interface Rewritten {
  revision: number;
  was: Was | null;
  /** It is meant for fewer people there than read it here: it is a draft. */
  narrower: boolean;
}

const rewrittenOf = ({ lines }: Arrival) => lines.filter(({ outcome }) => outcome === 'made' || outcome === 'changed');

/** All of a batch at once, in one order and before any address is taken: an author who publishes holds the row of the article first, too. */
export async function lockRewritten(ctx: Ctx, arrivals: Arrival[]): Promise<void> {
  const ids = arrivals.filter((arrival) => arrival.there && rewrittenOf(arrival).length > 0).map(({ id }) => id);
  if (ids.length === 0) return;
  await ctx.db
    .selectFrom('articles')
    .select('id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** A text of an article that is here: the next save of it, and the next version where it is live there. By the room's own verbs. */
export async function rewriteTexts(
  ctx: Ctx,
  one: ArticleImport,
  arrival: Arrival,
  known: Known,
): Promise<Map<Line, Rewritten>> {
  const done = new Map<Line, Rewritten>();
  const lines = rewrittenOf(arrival);
  if (lines.length === 0) return done;
  await pictureRows(ctx, one, [arrival]);
  const article = await articleHere(ctx, arrival.id);
  const narrower = isForFewer(arrival, known, article.readers);
  for (const line of lines) {
    const hash = known.texts.get(placeOf(line.article.key, line.text.locale))?.hash ?? '';
    const rewritten = await rewriteText(ctx, { ...article, id: arrival.id, narrower }, line, hash);
    if (rewritten) done.set(line, rewritten);
  }
  return done;
}

interface Here extends ArticleHere {
  id: string;
  narrower: boolean;
}

async function rewriteText(ctx: Ctx, article: Here, line: Line, hash: string): Promise<Rewritten | undefined> {
  const { locale, title, summary, html } = line.text;
  const [before, text] = await Promise.all([currentText(ctx, article.id, locale), textIn(ctx, article.id, locale)]);
  const back = before ? await lastTakenBack(ctx, article.id, locale) : undefined;
  if (line.outcome === 'made' && before && back?.revision !== before.revision) {
    // Somebody has written it here in the meantime: theirs stays.
    line.outcome = 'kept';
    line.text.problems.unshift({ kind: 'changed-here' });
    return undefined;
  }
  const { revision } = await saveDraft(ctx, article.number, locale, {
    ...{ title, summary, html },
    revision: before?.revision ?? 0,
  });
  const isLive = stateOf(text, ctx.now) === 'live';
  const hindrance = article.narrower
    ? ('narrower' as const)
    : text && !isLive && !isOfflineByUndo(text, back)
      ? ('offline-here' as const)
      : undefined;
  if (line.text.live && hindrance) line.text.problems.unshift({ kind: hindrance });
  else if (line.text.live)
    await publish(ctx, article.number, locale, { revision, until: isLive ? text!.liveUntil : null });
  else if (isLive && !line.isLiveThere) line.text.problems.unshift({ kind: 'live-here' });
  const stood = isLive && before?.open ? await versionOf(ctx, text!.versionId) : before;
  return {
    revision,
    narrower: article.narrower,
    was: stood
      ? {
          ...{ title: stood.title, summary: stood.summary, html: stood.html },
          ...{ live: isLive, hash, readers: article.readers },
        }
      : null,
  };
}
