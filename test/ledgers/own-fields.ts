import { as } from '../client.ts';
import { peek } from '../database.ts';
import type { TestPortal } from '../portal.ts';
import type { World } from '../world.ts';

/** Fields of every subject, a change that waits, and somebody who looks after their colleagues and stands for two
 * customers. Returns the pages where their forms are. */
export async function ownFields(portal: TestPortal, world: World): Promise<string[]> {
  const maya = as(portal, world.owner);
  const make = (given: Record<string, string>) =>
    maya.submit('/settings/fields/new', '/settings/fields', {
      hint: '',
      choices: '',
      edits: 'apply',
      kind: 'text',
      ...given,
    });
  // Colleagues choose what they see, and somebody is named on a ticket.
  await maya.submit('/settings/visibility', '/settings/visibility', {
    see: 'everyone',
    may: 'reply',
    accounts_choose: 'yes',
  });
  for (const place of ['/inbox/2', '/inbox/3'])
    await maya.submit(place, `${place}/people`, { person: world.viewer.id });
  await make({ subject: 'account', label: 'VAT number', customer: 'edit', edits: 'approve' });
  await make({ subject: 'account', label: 'Region', customer: 'read' });
  await make({ subject: 'contact', label: 'Department', customer: 'edit' });
  await make({ subject: 'ticket', label: 'Order number', customer: 'edit' });
  await make({ subject: 'ticket', label: 'Long ago', customer: 'hidden' });
  const fields = await peek<{ id: string; label: string }>(
    portal.database,
    'select id, label from field_definitions where workspace_id = $1',
    [world.workspaceId],
  );
  const id = (label: string) => fields.find((one) => one.label === label)!.id;
  await maya.submit('/settings/fields', `/settings/fields/${id('Long ago')}/archival`);
  await peek(portal.database, "update contacts set role = 'account_admin' where id = $1", [world.dana.id]);
  await peek(
    portal.database,
    `insert into contacts (workspace_id, id, account_id, name, email, disabled_at)
       values ($1, gen_random_uuid(), $2, 'Left Alone', 'left@acme.example', now())`,
    [world.workspaceId, world.accountId],
  );
  await peek(
    portal.database,
    `insert into contacts (workspace_id, id, account_id, identity_id, name, email, created_at)
       values ($1, gen_random_uuid(), $2, $3, 'Dana Whitfield', $4, now() + interval '1 hour')`,
    [world.workspaceId, world.rivalAccountId, world.dana.identityId, world.dana.email],
  );
  const dana = as(portal, world.dana);
  await dana.submit('/company/details', '/company/details', { [`f-${id('VAT number')}`]: 'DE 1' });
  // One list that is not started, and one that is done.
  const lists = [];
  for (const name of ['draft.csv', 'done.csv']) {
    const file = { name, content: `Company;E-Mail\nFrom ${name};${name}@list.example\n` };
    lists.push((await maya.submit('/customers/import', '/customers/import', { file })).location!);
  }
  await maya.submit(lists[1]!, `${lists[1]}/start`);
  await portal.workJobs();
  return [
    `/inbox?on0=field:${id('Order number')}&op0=is&v0=1`,
    ...lists,
    '/settings/fields',
    '/customers/changes',
    '/company',
    '/company/details',
    '/inbox/1/fields',
    `/customers/${world.accountId}/contacts/${world.dana.id}/fields`,
  ];
}

/** A segment with an exception. Returns the pages where its forms are. */
export async function ownSegment(portal: TestPortal, world: World): Promise<string[]> {
  const maya = as(portal, world.owner);
  const rule = { name: 'Robots', match: 'all', on0: 'name', op0: 'has', v0: 'robot' };
  const { location: segment } = await maya.submit('/customers/segments/new', '/customers/segments', rule);
  await maya.submit(`${segment}?find=pine`, `${segment}/picks`, { account: world.rivalAccountId, way: 'in' });
  return [`${segment}?find=a`, `${segment}/deletion`, '/customers/segments/new'];
}

/** Whoever nobody has invited may ask, and somebody waits for an answer. */
export async function somebodyAtTheDoor(portal: TestPortal, world: World): Promise<void> {
  const maya = as(portal, world.owner);
  const rules = '/settings/sign-up';
  await maya.submit(rules, rules, { mode: 'moderated', attaches: 'on', role: 'viewer', first_role: 'account_admin' });
  await maya.submit(rules, `${rules}/domains`, { domain: 'partner.example', account: '' });
  await peek(
    portal.database,
    `insert into sign_ups (workspace_id, id, email, name, company, locale, host, expires_at, proved_at)
     values ($1, gen_random_uuid(), 'noor@partner.example', 'Noor Haddad', 'Blue Fern', 'en', $2, now(), now())`,
    [world.workspaceId, world.host],
  );
}

/** Somebody without an account has a link to the first ticket. */
export async function somebodyReadsAlong(portal: TestPortal, world: World): Promise<void> {
  await as(portal, world.owner).submit('/inbox/1/guests', '/inbox/1/guests', { email: 'noor@guest.example' });
}

/** A customer that came by sign-up and is called as another is. Returns its page. */
export async function namesake(portal: TestPortal, world: World): Promise<string> {
  const [row] = await peek<{ id: string }>(
    portal.database,
    `insert into accounts (workspace_id, id, name, short_name, signed_up_by)
     select workspace_id, gen_random_uuid(), name, short_name, $2 from accounts where id = $1 returning id`,
    [world.accountId, world.dana.id],
  );
  return `/customers/${row!.id}`;
}
