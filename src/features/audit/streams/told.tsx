import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { reaction } from '#platform/events/reactions.ts';
import { may } from '#platform/rights.ts';
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
    .selectFrom('members')
    .select(['identity_id', 'role'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('disabled_at', 'is', null)
    .execute();
  for (const { identity_id, role } of members) {
    if (!identity_id || !may({ kind: 'member', role } as Parameters<typeof may>[0], 'audit.see')) continue;
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
