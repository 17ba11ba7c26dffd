import { z } from 'zod';
import { openTicketsOfAccount } from '#features/tickets/index.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { createRoom } from '#platform/http/room.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { findAccount, mayAddAccount, mayInvite } from './access.ts';
import { accountActivity } from './activity.ts';
import { contactsOf } from './contacts.ts';
import { countCustomers, listCustomers, sorts, views } from './customers.ts';
import { invitationRoutes } from './invitation-routes.tsx';
import { say } from './messages.ts';
import { newCustomerRoutes } from './new-customer-routes.tsx';
import { accountTeam } from './team.ts';
import { turnsOf } from './turns.ts';
import { Customer } from './views/customer.tsx';
import { Customers } from './views/customers.tsx';

export const room = createRoom('accounts');

const TICKETS_SHOWN = 10;
const ACTIVITY_SHOWN = 20;

/** The list's address. Nonsense in it is ignored. */
const listQuery = z.object({
  q: z.string().trim().max(200).catch('').default(''),
  view: z.enum(views).catch('all'),
  sort: z.enum(sorts).catch('activity'),
});

room.get('/customers', 'member', async (ctx, c) => {
  const { q, view, sort } = listQuery.parse(c.req.query());
  const filter = { query: q, view, sort };
  const page = await listCustomers(ctx, filter, c.req.query());
  const count = await countCustomers(ctx);
  return c.render(
    <Customers
      reader={ctx.reader}
      filter={filter}
      page={page}
      count={count}
      mayAdd={mayAddAccount(ctx.actor)}
      mails={sendsMail(ctx.platform.config)}
    />,
    { title: say(ctx.reader, 'customers'), nav: 'customers', topics: ['inbox'] },
  );
});

// Before /customers/:id, which would take "new" for an id.
newCustomerRoutes(room);

room.get('/customers/:id', 'member', async (ctx, c) => {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  const { before, after } = c.req.query();
  const page = (
    <Customer
      ctx={ctx}
      guard={guardOf(c)}
      account={account}
      contacts={await contactsOf(ctx, account.id)}
      team={await accountTeam(ctx, account.id)}
      tickets={await openTicketsOfAccount(ctx, account.id, { limit: TICKETS_SHOWN })}
      turns={await turnsOf(ctx, account.id)}
      activity={await accountActivity(ctx, account.id, ACTIVITY_SHOWN, { before, after })}
      mayInvite={mayInvite(ctx.actor)}
    />
  );
  return c.render(page, {
    title: account.name,
    nav: 'customers',
    crumbs: [{ label: say(ctx.reader, 'customers'), href: '/customers' }, { label: account.name }],
    topics: [`account:${account.id}`],
  });
});

invitationRoutes(room);
