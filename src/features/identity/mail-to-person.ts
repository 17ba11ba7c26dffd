import type { RecordedEvent } from '#platform/events/define.ts';
import type { Ctx } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { type Mail, queueMail, readerOf } from '#platform/mail/outbox.ts';
import { livingPerson } from './person.ts';

/**
 * Tells the person an event is about by mail, in their language; nobody when they may not sign in any more. For what must
 * be heard of outside the portal: the session it was done in may be somebody else's by now.
 */
export async function mailToPerson(
  ctx: Ctx,
  event: RecordedEvent<unknown>,
  write: (reader: Reader, name: string) => Pick<Mail, 'kind' | 'subject' | 'letter'>,
): Promise<void> {
  const living = await livingPerson(ctx.db, ctx.workspace.id, { id: event.subjectId });
  if (!living) return;
  const { person, locale, zone } = living;
  const reader = readerOf(ctx, { locale, zone });
  const to = { address: person.email, identityId: person.identityId };
  await queueMail(ctx, { ...write(reader, ctx.workspace.name), to, reader });
}
