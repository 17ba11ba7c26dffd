import { elevate } from '#platform/db/scope.ts';
import { reaction } from '#platform/events/reactions.ts';
import { record } from '#platform/events/record.ts';
import type { Contact, CtxOf, Member } from '#platform/http/context.ts';
import { formatDateTime } from '#platform/i18n/format.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from './auth/password.ts';
import { passwordChanged } from './events.ts';
import { setPassword } from './identities.ts';
import { mailToPerson } from './mail-to-person.ts';
import { say } from './messages.ts';
import { isGuessable } from './passwords/guessable.ts';
import { endOtherSessions } from './sessions.ts';

export type Own = CtxOf<Contact | Member>;

/** Why the person cannot take a password, in their words; undefined when they can. */
export async function whyNotPassword(ctx: Own, password: string): Promise<string | undefined> {
  if (password.length < MIN_PASSWORD) return say(ctx.reader, 'newPassword.short');
  if (password.length > MAX_PASSWORD) return say(ctx.reader, 'newPassword.long');
  return (await isGuessable(password, knownOf(ctx))) ? say(ctx.reader, 'newPassword.common') : undefined;
}

/** What is known to everybody who would guess this person's password. */
const knownOf = ({ actor, workspace }: Own): string[] => [
  actor.name,
  actor.email,
  workspace.name,
  ...(actor.kind === 'contact' ? [actor.accountName] : []),
];

/**
 * Sets or replaces one's own password; the caller has had it proved whose it is. Links that are under way stop working, the
 * other sessions too if that is wanted. Returns how many were ended.
 */
export async function changePassword(ctx: Own, password: string, others: 'keep' | 'end'): Promise<number> {
  const { actor, workspace } = ctx;
  const ended = others === 'end' ? await endOtherSessions(ctx) : 0;
  await elevate(ctx.db, workspace.id);
  const { password_set_at } = await ctx.db
    .selectFrom('identities')
    .select('password_set_at')
    .where('workspace_id', '=', workspace.id)
    .where('id', '=', actor.identityId)
    .executeTakeFirstOrThrow();
  await setPassword(ctx, actor.identityId, password);
  await record(ctx, passwordChanged, {
    subjectId: actor.identityId,
    accountId: actor.kind === 'contact' ? actor.accountId : null,
    data: { ended, ...(password_set_at === null && { first: true }) },
  });
  return ended;
}

/** Told by mail, because whoever did not do it themselves may be in no session any more. */
export const tellOfPassword = reaction('identity.tell-of-password', passwordChanged, async (ctx, event) => {
  await mailToPerson(ctx, event, (reader, name) => {
    const first = event.data.first ? 'yes' : 'no';
    const facts = { name, when: formatDateTime(reader, event.createdAt), first };
    return {
      kind: 'identity.password_changed',
      ...usualMail((part) => say(reader, `passwordMail.${part}`, facts), {
        url: '/account',
        title: say(reader, 'passwordMail.title', facts),
        also: say(reader, 'passwordMail.you'),
        why: say(reader, 'passwordMail.why', facts),
      }),
    };
  });
});
