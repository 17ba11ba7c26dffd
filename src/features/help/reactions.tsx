import { z } from 'zod';
import { ownerOf, teamTitle } from '#features/knowledge/index.ts';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { reaction } from '#platform/events/reactions.ts';
import { readerOf } from '#platform/mail/outbox.ts';
import { articleCommented } from './events.ts';
import { say } from './messages.ts';

const commented = notificationKind(
  'article.commented',
  z.object({ title: z.string(), helpful: z.boolean() }),
  (reader, { data }) =>
    say.rich(reader, data.helpful ? 'notify.commented.yes' : 'notify.commented.no', { title: <b>{data.title}</b> }),
);

export const notificationKinds = [commented];

/** Whoever looks after the article hears what a reader missed in it. */
const tellOwner = reaction('help.tell-owner', articleCommented, async (ctx, event) => {
  const owner = await ownerOf(ctx, event.subjectId);
  if (!owner) return;
  const title = await teamTitle(ctx, event.subjectId, readerOf(ctx, owner).locale);
  await notify(ctx, {
    identityId: owner.identityId,
    kind: commented,
    subject: { type: 'article', id: event.subjectId },
    url: `/knowledge/${owner.number}/readers`,
    actor: event,
    accountId: event.accountId,
    data: { title, helpful: event.data.helpful },
  });
});

export const reactions = [tellOwner];
