import { sql } from 'kysely';
import { newId } from '../db/ids.ts';
import { type Ctx, identityOf } from '../http/context.ts';
import { enqueue } from '../jobs/queue.ts';
import type { EventKind } from './define.ts';
import { reactionsTo } from './reactions.ts';

/** What the page of the audit log listens to. */
export const LOG_TOPIC = 'log';

/**
 * Writes down what happened, in the transaction of the change: one row in `events`, a job for every reaction to its kind,
 * and the live topics that its readers watch. If the transaction fails, nothing of it happened.
 */
export async function record<Data>(
  ctx: Ctx,
  kind: EventKind<Data>,
  what: { subjectId: string; accountId: string | null; data: NoInfer<Data> },
): Promise<string> {
  const id = newId(ctx.now.getTime());
  const { actor } = ctx;
  const person = actor.kind === 'contact' || actor.kind === 'member' ? actor.personId : null;
  const data = kind.data.parse(what.data);
  const session = actor.kind === 'contact' || actor.kind === 'member' ? actor : null;
  const draft = {
    kind: kind.kind,
    accountId: what.accountId,
    subjectType: kind.subjectType,
    subjectId: what.subjectId,
    actorKind: actor.kind,
    actorIdentityId: identityOf(actor),
    actorPersonId: person,
    data,
  };
  const topics = kind.topics(draft);
  await ctx.db
    .insertInto('events')
    .values({
      workspace_id: ctx.workspace.id,
      id,
      kind: kind.kind,
      audience: kind.audience,
      account_id: what.accountId,
      subject_type: kind.subjectType,
      subject_id: what.subjectId,
      actor_kind: actor.kind,
      actor_identity_id: draft.actorIdentityId,
      actor_person_id: person,
      data: JSON.stringify(data),
      topics: sql`${topics}::text[]`,
      request_id: ctx.request.id,
      ip: ctx.request.ip,
      agent: ctx.request.agent.slice(0, 300),
      // The people of the demo have none.
      session_id: session?.sessionId || null,
      method: 'method' in actor ? (actor.method ?? null) : null,
      created_at: ctx.now,
    })
    .execute();
  for (const topic of [...topics, LOG_TOPIC]) ctx.marks.add(topic);
  for (const reaction of reactionsTo(kind.kind)) await enqueue(ctx, 'react', { event: id, reaction: reaction.name });
  return id;
}
