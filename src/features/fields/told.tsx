import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { reaction } from '#platform/events/reactions.ts';
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
    decision: z.enum(['approved', 'declined']),
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

/** Whoever asked for a change hears what became of it, while they are there and still see the field. */
const tellOfDecision = reaction('fields.tell-of-decision', changeDecided, async (ctx, event) => {
  const { decision } = event.data;
  if (decision === 'withdrawn') return;
  const row = await ctx.db
    .selectFrom('field_changes as w')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspace_id', '=', 'w.workspace_id').onRef('c.id', '=', 'w.asked_by'),
    )
    .innerJoin('identities as i', (join) =>
      join.onRef('i.workspace_id', '=', 'c.workspace_id').onRef('i.id', '=', 'c.identity_id'),
    )
    .select(['w.field_id as field', 'w.reason', 'i.id as identityId', 'i.email', 'i.locale', 'i.zone'])
    .where('w.workspace_id', '=', ctx.workspace.id)
    .where('w.id', '=', event.subjectId)
    .whereRef('c.account_id', '=', 'w.account_id')
    .where('c.disabled_at', 'is', null)
    .where('i.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) return;
  const reader = readerOf(ctx, row);
  const field = await findField({ ...ctx, reader }, row.field);
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
