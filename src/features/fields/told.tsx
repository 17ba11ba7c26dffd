import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { findField } from './definitions.ts';
import { changeDecided } from './events.ts';
import { say } from './messages.ts';

const decided = notificationKind(
  'field.change_decided',
  z.object({
    workspace: z.string(),
    label: z.string(),
    decision: z.enum(['approved', 'declined', 'withdrawn']),
    reason: z.string(),
  }),
  (reader, { data: { workspace, label, decision, reason } }) =>
    say.rich(reader, `notify.${decision}`, {
      workspace: <b>{workspace}</b>,
      label: <b>{label}</b>,
      why: reason ? 'said' : 'none',
      reason,
    }),
);

/** Whose wish it was, while they are there; of one that was taken back only the event knows. */
async function askerOf(ctx: Ctx, { data, subjectId, accountId }: RecordedEvent<z.output<typeof changeDecided.data>>) {
  const wish = await ctx.db
    .selectFrom('field_changes')
    .select(['asked_by', 'reason'])
    .where('workspace_id', '=', ctx.workspace.id)
    .where('id', '=', subjectId)
    .executeTakeFirst();
  const asker = wish?.asked_by ?? data.asked;
  if (!asker || !accountId) return undefined;
  const row = await ctx.db
    .selectFrom('contacts as c')
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'c.workspace_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .select(['i.id as identityId', 'i.email', 'i.locale', 'i.zone'])
    .where('c.workspace_id', '=', ctx.workspace.id)
    .where('c.id', '=', asker)
    .where('c.account_id', '=', accountId)
    .where('c.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .executeTakeFirst();
  return row && { ...row, reason: wish?.reason ?? '' };
}

/** Whoever asked for a change hears what became of it, while they are there and still see the field. */
const tellOfDecision = reaction('fields.tell-of-decision', changeDecided, async (ctx, event) => {
  const { decision } = event.data;
  const row = await askerOf(ctx, event);
  if (!row) return;
  const reader = readerOf(ctx, row);
  const field = await findField({ ...ctx, reader }, event.data.field);
  if (field.customer === 'hidden') return;
  const words = { workspace: ctx.workspace.shortName, label: field.label };
  await notify(ctx, {
    identityId: row.identityId,
    kind: decided,
    subject: { type: event.subjectType, id: event.subjectId },
    url: '/company/details',
    actor: event,
    accountId: event.accountId,
    data: { ...words, decision, reason: row.reason },
  });
  // The bell is enough: a colleague did it, and the page shows it.
  if (decision === 'withdrawn') return;
  await queueMail(ctx, {
    kind: 'field.change_decided',
    to: { address: row.email, identityId: row.identityId },
    reader,
    ...usualMail((part) => say(reader, `${decision}Mail.${part}`, words), {
      url: '/company/details',
      quote: row.reason || undefined,
      why: say(reader, 'decidedMail.why', words),
    }),
  });
});

export const reactions = [tellOfDecision];
export const notificationKinds = [decided];
