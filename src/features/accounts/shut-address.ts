import { livingPerson } from '#features/identity/index.ts';
import type { Ctx } from '#platform/http/context.ts';
import { queueMail, readerOf } from '#platform/mail/outbox.ts';
import { usualMail } from '#platform/mail/usual.ts';
import { say } from './messages.ts';

/**
 * Somebody of two logins has one from now on: the address that lets nobody in any more is told which one does. Nothing is said while it
 * still leads to another customer, or where there is no other way in. For the system.
 */
export async function tellOfShutAddress(ctx: Ctx, gone: string, stays: string): Promise<void> {
  const [still, one, shut] = await Promise.all([
    livingPerson(ctx.db, ctx.workspace.id, { id: gone }),
    livingPerson(ctx.db, ctx.workspace.id, { id: stays }),
    ctx.db
      .selectFrom('identities')
      .select(['email', 'locale', 'zone'])
      .where('workspace_id', '=', ctx.workspace.id)
      .where('id', '=', gone)
      .executeTakeFirst(),
  ]);
  if (still || !one || !shut) return;
  const reader = readerOf(ctx, shut);
  const words = { name: ctx.workspace.name, gone: shut.email, stays: one.person.email };
  await queueMail(ctx, {
    kind: 'contact.address_shut',
    to: { address: shut.email, identityId: gone },
    reader,
    ...usualMail((part) => say(reader, `shutMail.${part}`, words), {
      url: '/sign-in',
      why: say(reader, 'shutMail.why', words),
    }),
  });
}
