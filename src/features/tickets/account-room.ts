import type { Ctx } from '#platform/http/context.ts';
import type { Reader } from '#platform/i18n/reader.ts';
import { visibleTickets } from './access.ts';
import { say } from './messages.ts';
import { FINISHED } from './queries.ts';

/** The tab of this room on a customer's page. */
export const accountRoom = {
  id: 'tickets',
  label: (reader: Reader) => say(reader, 'room'),
  href: (accountId: string) => `/inbox?view=all&account=${accountId}`,
  async count(ctx: Ctx, accountId: string) {
    const { open } = await visibleTickets(ctx)
      .select((one) => one.fn.countAll<number>().as('open'))
      .where('account_id', '=', accountId)
      .where('status', 'not in', FINISHED)
      .executeTakeFirstOrThrow();
    return Number(open);
  },
};
