import { newId } from '#platform/db/ids.ts';
import { record } from '#platform/events/record.ts';
import type { CtxOf, Member } from '#platform/http/context.ts';
import { viewEnded, viewOpened, viewRead } from './events.ts';

interface Looked {
  accountId: string;
  contactId: string;
  pages: string[];
  /** How long it took. */
  minutes: number;
}

/** For the demo: a look that is over, as the log tells of it. */
export async function addPastView(ctx: CtxOf<Member>, { accountId, contactId, pages, minutes }: Looked): Promise<void> {
  const view = newId(ctx.now.getTime());
  const about = { subjectId: contactId, accountId };
  const after = (part: number): CtxOf<Member> => {
    const now = new Date(ctx.now.getTime() + part * minutes * 60_000);
    return { ...ctx, now };
  };
  await record(ctx, viewOpened, { ...about, data: { view } });
  for (const [index, page] of pages.entries()) {
    await record(after((index + 1) / (pages.length + 1)), viewRead, { ...about, data: { view, page } });
  }
  await record(after(1), viewEnded, { ...about, data: { view, by: ctx.actor.personId, why: 'left' } });
}
