import { sql } from 'kysely';
import { newId } from '../db/ids.ts';
import { type Ctx, identityOf } from '../http/context.ts';
import { enqueue } from '../jobs/queue.ts';
import { isWallTopic } from '../live/hub.ts';
import type { EventKind } from './define.ts';
import { reactionsTo } from './reactions.ts';
import { LOG_TOPIC } from './record.ts';

const BATCH = 2000;
/**
 * Beyond so many, open pages are not told one by one: they look again when they are opened. What may shut somebody out is told
 * however many they are.
 */
const MOST_MARKED = 200;

/** As `record`, for one kind of thing that happened to many at once: a few statements, however many they are. */
export async function recordMany<Data>(
  ctx: Ctx,
  kind: EventKind<Data>,
  all: { subjectId: string; accountId: string | null; data: NoInfer<Data> }[],
): Promise<void> {
  const { actor } = ctx;
  const person = actor.kind === 'contact' || actor.kind === 'member' ? actor : null;
  const marked = all.length <= MOST_MARKED;
  for (let at = 0; at < all.length; at += BATCH) {
    const values = all.slice(at, at + BATCH).map((what) => {
      const data = kind.data.parse(what.data);
      const actorIdentityId = identityOf(actor);
      const about = { accountId: what.accountId, subjectType: kind.subjectType, subjectId: what.subjectId };
      const by = { actorKind: actor.kind, actorIdentityId, actorPersonId: person?.personId ?? null };
      const stale = kind.topics({ kind: kind.kind, ...about, ...by, data });
      const topics = marked ? stale : stale.filter(isWallTopic);
      for (const topic of topics) ctx.marks.add(topic);
      return { id: newId(ctx.now.getTime()), account: what.accountId, subject: what.subjectId, data, topics };
    });
    await sql`insert into events (workspace_id, id, kind, audience, account_id, subject_type, subject_id, actor_kind,
        actor_identity_id, actor_person_id, data, topics, request_id, ip, agent, session_id, method, created_at)
      select ${ctx.workspace.id}, e.id, ${kind.kind}, ${kind.audience}, e.account, ${kind.subjectType}, e.subject, ${actor.kind},
        ${identityOf(actor)}, ${person?.personId ?? null}, e.data,
        array(select jsonb_array_elements_text(e.topics)), ${ctx.request.id}, ${ctx.request.ip},
        ${ctx.request.agent.slice(0, 300)}, ${person?.sessionId || null}, ${'method' in ctx.actor ? (ctx.actor.method ?? null) : null}, ${ctx.now}
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as e (id uuid, account uuid, subject uuid, data jsonb, topics jsonb)`.execute(
      ctx.db,
    );
    for (const reaction of reactionsTo(kind.kind)) {
      for (const { id } of values) await enqueue(ctx, 'react', { event: id, reaction: reaction.name });
    }
  }
  if (all.length > 0) ctx.marks.add(LOG_TOPIC);
}
