import { z } from 'zod';
import { teamTitle } from '#features/knowledge/index.ts';
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
  const owner = await ctx.db
    .selectFrom('articles as a')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.owner_id'),
    )
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'm.workspace_id').onRef('i.id', '=', 'm.identity_id'),
    )
    .select(['i.id as identityId', 'i.locale', 'i.zone', 'a.number'])
    .where('a.workspace_id', '=', ctx.workspace.id)
    .where('a.id', '=', event.subjectId)
    .where('m.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .executeTakeFirst();
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
