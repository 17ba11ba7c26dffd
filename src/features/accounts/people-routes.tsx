import { guardOf } from '#platform/http/guard.tsx';
import type { Room } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { accountWithPeople, mayInvite } from './access.ts';
import { contactsOf } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { say } from './messages.ts';
import { peopleAsked } from './people-order.ts';
import { PeoplePage } from './views/people-page.tsx';

/** Everybody at a customer, page by page, for one with more people than stand on its own page. */
export function peopleRoutes(room: Room): void {
  room.get('/customers/:id/contacts', 'member', async (ctx, c) => {
    const account = await accountWithPeople(ctx, c.req.param('id') ?? '');
    const asked = peopleAsked(c.req.query());
    const people = await contactsOf(ctx, account.id, asked);
    const page = (
      <PeoplePage
        reader={ctx.reader}
        guard={guardOf(c)}
        account={account}
        people={people}
        find={asked.find}
        mayInvite={mayInvite(ctx.actor) && !account.archivedAt}
        mails={sendsMail(ctx.platform.config)}
      />
    );
    const title = say(ctx.reader, 'people.title', { account: account.shortName });
    const topics = [`account:${account.id}`];
    return c.render(page, {
      title,
      nav: 'customers',
      crumbs: crumbsTo(ctx, account, say(ctx.reader, 'contacts')),
      topics,
    });
  });
}
