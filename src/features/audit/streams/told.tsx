import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { holds } from '#features/roles/index.ts';
import { reaction } from '#platform/events/reactions.ts';
import { logStreamFailed } from '../events.ts';
import { say } from '../messages.ts';

const stopped = notificationKind(
  'audit.stream_failed',
  z.object({ why: z.enum(['failing', 'gone']) }),
  (reader, { data }) => say.rich(reader, 'notify.streamFailed', { why: data.why, b: (text) => <b>{text}</b> }),
);

export const notificationKinds = [stopped];

/** Everybody who may look after the stream is told that it has stopped. */
export const tellOfStopped = reaction('audit.tell-of-stopped-stream', logStreamFailed, async (ctx, event) => {
  const members = await ctx.db
    .selectFrom('members as m')
    .select('m.identity_id')
    .where('m.workspace_id', '=', ctx.workspace.id)
    .where('m.disabled_at', 'is', null)
    .where(holds('audit.see'))
    .execute();
  for (const { identity_id } of members) {
    if (!identity_id) continue;
    await notify(ctx, {
      identityId: identity_id,
      kind: stopped,
      subject: { type: 'log_stream', id: event.subjectId },
      url: `/settings/log-streams/${event.subjectId}`,
      actor: event,
      accountId: null,
      data: { why: event.data.why },
    });
  }
});
