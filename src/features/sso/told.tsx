import { z } from 'zod';
import { notificationKind, notify } from '#features/notifications/index.ts';
import { rolesOf } from '#features/roles/index.ts';
import type { RecordedEvent } from '#platform/events/define.ts';
import { reaction } from '#platform/events/reactions.ts';
import type { Ctx } from '#platform/http/context.ts';
import { connectionChanged } from './events.ts';
import { tellOfAuthority } from './letters.tsx';
import { say } from './messages.ts';
import { ownersOf } from './owners.ts';

const grave = ['provider', 'enabled', 'token-made'] as const;
export type Grave = (typeof grave)[number];

const changed = notificationKind(
  'sso.authority_changed',
  z.object({ what: z.enum(grave), name: z.string() }),
  (reader, { data: { what, name } }) => say(reader, `told.${what}`, { name }),
);

/** What decides who comes in as whom; not what is only prepared: the first provider of a connection that nobody uses yet. */
function graveOf({ what, changes = {} }: z.output<typeof connectionChanged.data>): Grave | undefined {
  const first = Object.keys(changes).length === 0 || changes.authority?.from === null;
  return what === 'provider' && first ? undefined : grave.find((one) => one === what);
}

/** Whoever answers for the people it vouches for: the owners of the team, and at a customer who looks after their colleagues. */
async function answering(ctx: Ctx, accountId: string | null): Promise<string[]> {
  if (accountId === null) return (await ownersOf(ctx)).map(({ identityId }) => identityId);
  const keepers = (await rolesOf(ctx, 'contact')).filter(({ rights }) => rights.has('colleagues.manage'));
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('identity_id')
    .where('workspace_id', '=', ctx.workspace.id)
    .where('account_id', '=', accountId)
    .where(
      'role',
      'in',
      keepers.map(({ key }) => key),
    )
    .where('disabled_at', 'is', null)
    .where('identity_id', 'is not', null)
    .execute();
  return rows.map((row) => row.identity_id!);
}

async function tell(ctx: Ctx, event: RecordedEvent<z.output<typeof connectionChanged.data>>): Promise<void> {
  const what = graveOf(event.data);
  if (!what) return;
  const { accountId, subjectId: id } = event;
  const name = event.data.name ?? '';
  const url = accountId === null ? `/settings/sso/${id}` : '/sign-on';
  const people = (await answering(ctx, accountId)).filter((one) => one !== event.actorIdentityId);
  for (const identityId of people) {
    const subject = { type: event.subjectType, id: event.id };
    await notify(ctx, { identityId, kind: changed, subject, url, actor: event, accountId, data: { what, name } });
  }
  await tellOfAuthority(ctx, people, { what, name, url, side: accountId === null ? 'team' : 'customer' });
}

export const reactions = [reaction('sso.tell-of-authority', connectionChanged, tell)];
export const notificationKinds = [changed];
