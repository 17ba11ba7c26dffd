import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { reaction } from '#platform/events/reactions.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { reviewDue } from './events.ts';
import { say } from './messages.ts';
import { ownerOf } from './owner.ts';
import { teamTitle } from './titles.ts';

const due = notificationKind('article.review_due', z.object({ title: z.string() }), (reader, { data }) =>
  say.rich(reader, 'notify.due', { title: <b>{data.title}</b> }),
);

export const notificationKinds = [due];

/** Whoever looks after an article is asked, in the portal and by mail, to look at it again. */
const tellOwner = reaction('knowledge.tell-owner', reviewDue, async (ctx, event) => {
  const owner = await ownerOf(ctx, event.subjectId);
  // Somebody may have looked since.
  if (!owner?.verifiedUntil || owner.verifiedUntil > ctx.now) return;
  const url = `/knowledge/${owner.number}`;
  const reader = readerOf(ctx, owner);
  const title = await teamTitle(ctx, event.subjectId, reader.locale);
  await notify(ctx, {
    identityId: owner.identityId,
    kind: due,
    subject: { type: 'article', id: event.subjectId },
    url,
    actor: event,
    accountId: null,
    data: { title },
  });
  await queueMail(ctx, {
    kind: 'article.review_due',
    to: { address: owner.email, identityId: owner.identityId },
    reader,
    ...usualMail((part) => say(reader, `mail.due.${part}`, { title }), {
      url,
      why: say(reader, 'mail.due.why'),
    }),
  });
});

export const reactions = [tellOwner];
