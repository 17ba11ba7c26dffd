import { sql } from 'kysely';
import { newId } from '#platform/db/ids.ts';
import type { Contact, CtxOf } from '#platform/http/context.ts';
import { armKey, armOf } from './arm.ts';
import { rulesOf } from './rules.ts';
import { type Suggestion, suggestionsFor, topicOf } from './suggest.ts';

/** Of what was suggested in a session, so much is known: the latest. */
const MOST = 8;

/** Who has not gone on for so long has left. */
export const IDLE_MS = 2 * 3_600_000;

const own = (ctx: CtxOf<Contact>) => ({
  workspace_id: ctx.workspace.id,
  account_id: ctx.actor.accountId,
  contact_id: ctx.actor.personId,
});

/** The ticket that whoever asks is writing just now; nobody else changes it until the transaction ends. */
const openSession = (ctx: CtxOf<Contact>) =>
  ctx.db
    .selectFrom('deflection_sessions')
    .select(['id', 'arm', 'suggested', 'opened'])
    .where((row) => row.and(own(ctx)))
    .where('outcome', 'is', null)
    .where('last_at', '>', new Date(ctx.now.getTime() - IDLE_MS))
    .orderBy('begun_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

/**
 * Somebody has written the subject of a ticket so far. What is found is written down for everybody alike, and shown to those who are not
 * held out.
 */
export async function askedAbout(ctx: CtxOf<Contact>, subject: string): Promise<Suggestion[]> {
  const topic = topicOf(subject);
  if (topic === '') return [];
  const [found, session] = [await suggestionsFor(ctx, subject), await openSession(ctx)];
  // What they are about to open in a tab of its own stays one that was suggested, though they write on.
  const suggested = [...new Set([...found.map(({ id }) => id), ...(session?.suggested ?? [])])].slice(0, MOST);
  const arm = session?.arm ?? armOf(armKey(ctx), ctx.actor.identityId, ctx.now, (await rulesOf(ctx)).heldOut);
  if (session) await change(ctx, session.id, { topic, suggested, last_at: ctx.now });
  else
    await ctx.db
      .insertInto('deflection_sessions')
      .values({ ...own(ctx), id: newId(ctx.now.getTime()), arm, topic, suggested, begun_at: ctx.now, last_at: ctx.now })
      .execute();
  return arm === 'shown' ? found : [];
}

/** They read one of those that were suggested. What was not is nobody's business here. */
export async function openedAnswer(ctx: CtxOf<Contact>, articleId: string): Promise<void> {
  const session = await openSession(ctx);
  if (session?.arm !== 'shown' || !session.suggested.includes(articleId)) return;
  const opened = sql<string[]>`case when ${articleId}::uuid = any (opened) or cardinality(opened) >= 40 then opened
    else opened || ${articleId}::uuid end`;
  await change(ctx, session.id, { opened, last_at: ctx.now });
}

/** They say that this solved it, and write no ticket. What they have opened counts however much was suggested since. */
export async function solvedBy(ctx: CtxOf<Contact>, articleId: string): Promise<void> {
  const session = await openSession(ctx);
  if (session?.arm !== 'shown' || ![...session.suggested, ...session.opened].includes(articleId)) return;
  await change(ctx, session.id, { outcome: 'solved', answer: articleId, last_at: ctx.now, ended_at: ctx.now });
}

const change = (ctx: CtxOf<Contact>, id: string, values: Record<string, unknown>) =>
  ctx.db
    .updateTable('deflection_sessions')
    .set(values)
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', id)
    .execute();
