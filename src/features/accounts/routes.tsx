import { z } from 'zod';
import { fieldPages, fieldsOf, valuesOf } from '#features/fields/index.ts';
import { holdsOfAccount, mayForget } from '#features/privacy/index.ts';
import {
  attributesOf,
  findSegment,
  mayManageSegments,
  queryOf,
  readConditions,
  segmentNames,
  segmentsOf,
} from '#features/segments/index.ts';
import { heardOfCustomer, openTicketsOfAccount } from '#features/tickets/index.ts';
import { peopleToAsk, ruleAt } from '#features/visibility/index.ts';
import { guardOf } from '#platform/http/guard.tsx';
import { createRoom } from '#platform/http/room.ts';
import { filesIn } from '#platform/http/upload-budget.ts';
import { sendsMail } from '#platform/mail/reach.ts';
import { anyAccount, findAccount, mayInvite, mayManageAccount, mayMergeAccounts } from './access.ts';
import { accountActivity } from './activity.ts';
import { signUpOf } from './alike.ts';
import { archiveRoutes } from './archive-routes.tsx';
import { contactMoveRoutes } from './contact-move-routes.tsx';
import { contactRoutes } from './contact-routes.tsx';
import { contactsOf, countContacts, findContact } from './contacts.ts';
import { crumbsTo } from './crumbs.ts';
import { countCustomers, listCustomers, sorts, views } from './customers.ts';
import { detailsRoutes } from './details-routes.tsx';
import { findPeople } from './find.ts';
import { invitationRoutes } from './invitation-routes.tsx';
import { say } from './messages.ts';
import { newCustomerRoutes } from './new-customer-routes.tsx';
import { peopleRoutes } from './people-routes.tsx';
import { roomTabs } from './rooms.ts';
import { accountTeam } from './team.ts';
import { teamRoutes } from './team-routes.tsx';
import { turnsOf } from './turns.ts';
import { Customer } from './views/customer.tsx';
import { Customers } from './views/customers.tsx';
import { segmentAddress } from './views/customers-address.ts';

export const room = createRoom('accounts');

const PEOPLE_SHOWN = 20;
const TICKETS_SHOWN = 10;
const ACTIVITY_SHOWN = 20;

/** The list's address. Nonsense in it is ignored. */
const listQuery = z.object({
  q: z.string().trim().max(200).catch('').default(''),
  view: z.enum(views).catch('all'),
  sort: z.enum(sorts).catch('activity'),
  segment: z.string().max(60).catch('').default(''),
});

room.get('/customers', 'member', async (ctx, c) => {
  const { q, view, sort, segment: wanted } = listQuery.parse(c.req.query());
  const [attributes, segments] = await Promise.all([attributesOf(ctx, 'account'), segmentNames(ctx)]);
  const segment = segments.find(({ id }) => id === wanted)?.id ?? null;
  const { drafts, conditions } = readConditions(queryOf(c.req.url), attributes, ctx.reader);
  const filter = { query: q, view, sort, segment, drafts, conditions };
  const [page, count, chosen] = await Promise.all([
    listCustomers(ctx, filter, attributes, c.req.query()),
    countCustomers(ctx),
    segment && mayManageSegments(ctx.actor) ? findSegment(ctx, segment) : null,
  ]);
  const said = chosen?.kind === 'rule' && (chosen.rule.match === 'all' || chosen.rule.conditions.length === 1);
  const saveAs = mayManageSegments(ctx.actor)
    ? segmentAddress(filter, ctx.actor.personId, said ? chosen.rule.conditions : null)
    : undefined;
  return c.render(
    <Customers
      reader={ctx.reader}
      filter={filter}
      page={page}
      segments={segments}
      attributes={attributes}
      saveAs={saveAs}
      people={await findPeople(ctx, q)}
      count={count}
      actor={ctx.actor}
      mails={sendsMail(ctx.platform.config)}
    />,
    { title: say(ctx.reader, 'customers'), nav: 'customers', topics: ['inbox'] },
  );
});

// Before /customers/:id, which would take "new" for an id.
newCustomerRoutes(room);

room.get('/customers/:id', 'member', async (ctx, c) => {
  const account = await anyAccount(ctx, c.req.param('id') ?? '');
  // An old link leads to where everything of theirs is now.
  if (account.mergedInto) return c.redirect(`/customers/${account.mergedInto}`, 301);
  const { before, after } = c.req.query();
  const { id } = account;
  const [
    contacts,
    people,
    toAsk,
    team,
    tickets,
    turns,
    activity,
    tabs,
    fields,
    values,
    holds,
    { rule },
    memberships,
    signedUp,
  ] = await Promise.all([
    contactsOf(ctx, id, undefined, PEOPLE_SHOWN),
    countContacts(ctx, id),
    peopleToAsk(ctx, id),
    accountTeam(ctx, id),
    openTicketsOfAccount(ctx, id, { limit: TICKETS_SHOWN }),
    turnsOf(ctx, id),
    accountActivity(ctx, id, ACTIVITY_SHOWN, { before, after }),
    roomTabs(ctx, id),
    fieldsOf(ctx, 'account'),
    valuesOf(ctx, { subject: 'account', accountId: id }),
    holdsOfAccount(ctx, id),
    ruleAt(ctx, id),
    segmentsOf(ctx, id),
    signUpOf(ctx, id),
  ]);
  const { actor } = ctx;
  const may = {
    mayInvite: mayInvite(actor),
    mayManage: mayManageAccount(actor),
    mayMerge: mayMergeAccounts(actor),
    mayHold: mayForget(actor),
  };
  const facts = {
    contacts: contacts.rows,
    people,
    toAsk,
    team,
    tickets,
    turns,
    activity,
    rooms: tabs,
    fields,
    values,
    holds,
    rule,
    memberships,
    signedUp,
  };
  return c.render(<Customer ctx={ctx} guard={guardOf(c)} account={account} {...facts} {...may} />, {
    title: account.name,
    nav: 'customers',
    crumbs: crumbsTo(ctx, account),
    topics: heardOfCustomer(id),
  });
});

fieldPages(room, '/customers/:id/fields', async (ctx, c) => {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  const back = `/customers/${account.id}`;
  const about = { subject: 'account', accountId: account.id } as const;
  return { about, name: account.shortName, back, nav: 'customers', crumbs: crumbsTo(ctx, account, '').slice(0, -1) };
});
fieldPages(room, '/customers/:id/contacts/:contact/fields', async (ctx, c) => {
  const account = await findAccount(ctx, c.req.param('id') ?? '');
  const { id: contactId, name } = await findContact(ctx, account.id, c.req.param('contact') ?? '');
  const back = `/customers/${account.id}/contacts/${contactId}`;
  const about = { subject: 'contact', accountId: account.id, contactId } as const;
  return { about, name, back, nav: 'customers', crumbs: crumbsTo(ctx, account, '').slice(0, -1) };
});
detailsRoutes(room);
teamRoutes(room);
archiveRoutes(room);
invitationRoutes(room);
// After /contacts/new, which it would take for an id.
contactRoutes(room);
peopleRoutes(room);
contactMoveRoutes(room);

export const limits = [filesIn('/customers/:id/fields'), filesIn('/customers/:id/contacts/:contact/fields')];
