import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { picture } from '#app/seed/picture.ts';
import { importForms } from '#features/article-import/article-import.testing.ts';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { helpForms } from '#features/knowledge/knowledge.testing.ts';
import { type Victim, victim } from '../abuse/arena.ts';
import { as, attribute, type Client, elements, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { connectSaml } from '../idp/connect.ts';
import { usePortal } from '../portal.ts';
import { FORMS_ELSEWHERE as others } from './forms-elsewhere.ts';
import { ownFields, ownSegment, somebodyAtTheDoor, somebodyReadsAlong } from './own-fields.ts';

const portal = usePortal();
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
  // One ticket in each state, and more than a page of them.
  const dana = as(portal(), home.world.dana);
  const priya = as(portal(), home.world.agent);
  for (let n = 2; n <= 30; n += 1) {
    await dana.submit('/support/new', '/support', { subject: `Number ${n}`, urgency: 'question', body: 'Hello' });
  }
  await priya.submit('/inbox/2', '/inbox/2/triage', { status: 'solved' });
  await priya.submit('/inbox/3', '/inbox/3/triage', { status: 'closed' });
  const face = { name: 'me.png', type: 'image/png', content: picture(40, 40, [[9, 9, 9]], []) };
  await dana.submit('/account', '/account/photo', { photo: face });
  const owner = as(portal(), home.world.owner);
  for (const mode of ['light', 'dark']) {
    await owner.submit('/settings/design', `/settings/design/logo-${mode}`, { logo: face });
  }
  // A second browser, which can be signed out from the first.
  await givePassword(portal(), home.world.dana);
  await tryPassword(visitor(portal(), home.world), home.world.dana.email, PASSWORD);
  const owned = '/settings/roles/new?side=member';
  const like = /value="([0-9a-f-]{36})"[^>]*>Agent/.exec((await owner.get(owned)).text)![1]!;
  await owner.submit(owned, '/settings/roles', { name: 'Contractor', like });
  const asked = { name: 'Theo Okafor', email: 'theo@northwind.example', role: like };
  await owner.submit('/settings/members/new', '/settings/members/new', asked);
  await peek(
    portal().database,
    `insert into members (workspace_id, id, identity_id, name, email, role, disabled_at)
     select workspace_id, gen_random_uuid(), id, 'Former Colleague', email, 'agent', now() from identities where id = $1`,
    [home.world.rival.identityId],
  );
  // Somebody who has not come yet, and may be asked once more.
  const invite = `/customers/${home.world.accountId}/contacts/new`;
  const newcomer = { contact_name: 'New Person', email: 'new@acme.example', role: 'contributor' };
  await priya.submit(invite, invite, newcomer);
  await lookedAfter();
  await somebodyAtTheDoor(portal(), home.world);
  await somebodyReadsAlong(portal(), home.world);
  // An identity provider in use, with one domain that is proved and one that waits.
  const sso = await connectSaml(portal(), home.world, { domains: ['acme.example'] });
  await as(portal(), home.world.owner).submit(`/settings/sso/${sso}`, `/settings/sso/${sso}/domains`, {
    domain: 'acme.test',
  });
  await as(portal(), home.world.owner).submit(`/settings/sso/${sso}`, `/settings/sso/${sso}/tokens`);
  await portal().workJobs();
}, 60_000);

/** Customers and people in every state that has a form of its own. */
async function lookedAfter(): Promise<void> {
  const { world } = home;
  const maya = as(portal(), world.owner);
  const team = `/customers/${world.accountId}/team`;
  await maya.submit(team, team, { member: world.agent.id });
  const added = await maya.submit('/customers/new', '/customers/new', { name: 'Long Gone' });
  await maya.submit(`${added.location}/archival`, `${added.location}/archival`);
  const invite = `/customers/${world.rivalAccountId}/contacts/new`;
  await maya.submit(invite, invite, { contact_name: 'Old Person', email: 'old@pine.example', role: 'viewer' });
  const [newcomer] = await peek<{ id: string }>(
    portal().database,
    "select id from contacts where email = 'new@acme.example'",
  );
  STARTS.push(`/customers/${world.accountId}/contacts/${newcomer!.id}`);
  const [old] = await peek<{ id: string }>(
    portal().database,
    "select id from contacts where email = 'old@pine.example'",
  );
  const page = `/customers/${world.rivalAccountId}/contacts/${old!.id}`;
  await maya.submit(page, `${page}/deactivation`);
  STARTS.push(...(await helpForms(portal(), world)), ...(await importForms(portal(), world)));
  await as(portal(), world.dana).submit('/help/en/live', '/help/en/live/follow', { follow: 'yes' });
  STARTS.push('/account/following');
  STARTS.push(...(await ownFields(portal(), world)), ...(await ownSegment(portal(), world)));
  // Two receivers of the audit log, one of them stopped.
  const streams = '/settings/log-streams';
  const one = await maya.submit(streams, streams, { url: 'https://siem.example/hook' });
  const two = await maya.submit(streams, streams, { url: 'https://old.example/hook' });
  await maya.submit(two.location!, `${two.location}/pause`);
  STARTS.push(one.location!, two.location!);
  // Somebody who is held, and somebody who is not.
  const held = `/contacts/${world.viewer.id}/privacy`;
  await maya.submit(held, `/contacts/${world.viewer.id}/holds`, { reason: 'A case' });
  const holds = `/customers/${world.rivalAccountId}/holds`;
  await maya.submit(holds, holds, { reason: 'A case' });
  STARTS.push(held, `/contacts/${world.dana.id}/privacy`, holds, `/customers/${world.accountId}/holds`);
  STARTS.push(team, `/customers/${world.rivalAccountId}/team`, added.location!, page, `/customers/${world.accountId}`);
}

type Element = DefaultTreeAdapterMap['element'];

const people = (): Record<string, Client> => ({
  visitor: visitor(portal(), home.world),
  contact: as(portal(), home.world.dana),
  viewer: as(portal(), home.world.viewer),
  rival: as(portal(), home.world.rival),
  agent: as(portal(), home.world.agent),
  owner: as(portal(), home.world.owner),
});

/** Where a person begins, besides where links lead. */
const STARTS = [
  '/',
  '/sign-in',
  '/sign-in?next=/support',
  '/support/2',
  '/support/3',
  '/inbox/2',
  '/inbox/3',
  '/inbox/1?mode=note',
  '/customers/new',
  '/customers?on0=joined&op0=is&v0=0',
  '/sign-in/company',
  '/settings/sso/new/customer',
  '/dev/mail',
];
const MOST_PAGES = 600;

/** Every page that somebody reaches by links, with its text. */
async function crawl(client: Client): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const waiting = [...STARTS];
  for (let path = waiting.shift(); path && pages.size < MOST_PAGES; path = waiting.shift()) {
    const bare = path.split('#')[0]!;
    if (seen.has(bare) || /^\/(assets|files|brand|dev)\b/.test(bare)) continue;
    seen.add(bare);
    // Three of a kind tell as much as thirty.
    const kind = bare.replace(/after=[^&]+/, 'after').replace(/[0-9a-f-]{36}|\d+/g, 'N');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind)! > (STARTS.includes(bare) ? 9 : 3)) continue;
    const { status, text, location } = await client.get(bare);
    if (location?.startsWith('/')) waiting.push(location);
    if (status !== 200 || !text.startsWith('<!doctype')) continue;
    pages.set(bare, text);
    for (const link of elements(parse(text), 'a')) {
      const href = attribute(link, 'href');
      if (href?.startsWith('/')) waiting.push(href);
    }
  }
  return pages;
}

const posts = rooms
  .flatMap((room) => room.entries)
  .filter((entry) => entry.method === 'POST')
  .map(({ path }) => ({ path, pattern: new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`) }));
const gets = rooms
  .flatMap((room) => room.entries)
  .filter((entry) => entry.method === 'GET')
  .map(({ path }) => new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`));

const submits = (form: Element, page: Element): Element[] => {
  const id = attribute(form, 'id');
  const outside = id ? [...elements(page, 'button')].filter((button) => attribute(button, 'form') === id) : [];
  const inputs = [...elements(form, 'input')].filter((input) =>
    /^(submit|image)$/.test(attribute(input, 'type') ?? ''),
  );
  return [...elements(form, 'button'), ...outside, ...inputs].filter(
    (one) => (attribute(one, 'type') ?? 'submit') === 'submit' || one.tagName === 'input',
  );
};

const hidden = (form: Element, name: string): string | undefined => {
  const input = [...elements(form, 'input')].find((one) => attribute(one, 'name') === name);
  return input && attribute(input, 'type') === 'hidden' ? (attribute(input, 'value') ?? '') : undefined;
};

/** Whether two of its buttons say and do the same. */
function twice(form: Element, page: Element): boolean {
  const plain = submits(form, page).filter((button) => !attribute(button, 'name') && !attribute(button, 'formaction'));
  const said = plain.map((button) => serialize(button).trim());
  return new Set(said).size < said.length;
}

/** What a form would need scripts for, or would be refused for. */
function faults(form: Element, page: Element): string[] {
  const found: string[] = [];
  const method = attribute(form, 'method')?.toLowerCase() ?? 'get';
  const action = attribute(form, 'action')?.split('?')[0] ?? '';
  if (method === 'dialog') return submits(form, page).length > 0 ? [] : ['a dialog without a button'];
  if (submits(form, page).length === 0) found.push('no button');
  if (twice(form, page)) found.push('two buttons that do the same');
  if (method === 'get') {
    if (action && !gets.some((pattern) => pattern.test(action))) found.push(`GET ${action} is no page`);
    if (hidden(form, '_token') !== undefined) found.push('a token in an address');
    return found;
  }
  if (method !== 'post') return [`method ${method}`];
  const actions = [action, ...submits(form, page).map((button) => attribute(button, 'formaction') ?? action)];
  for (const one of actions) if (!posts.some(({ pattern }) => pattern.test(one))) found.push(`POST ${one} is no route`);
  if (!/^[A-Za-z0-9_-]{86}$/.test(hidden(form, '_token') ?? '')) found.push('no token');
  // The doors name no page: a draft of a sign-in form is kept for nobody.
  if (hidden(form, '_page') === undefined) found.push('no page');
  const file = [...elements(form, 'input')].some((input) => attribute(input, 'type') === 'file');
  if (file && attribute(form, 'enctype') !== 'multipart/form-data') found.push('files that would not be sent');
  return found;
}

/** Fields without a label cannot be filled in by everybody; ids that occur twice make labels lie. */
function unlabelled(form: Element, page: Element): string[] {
  const labels = new Set([...elements(page, 'label')].map((label) => attribute(label, 'for')));
  const inLabel = new Set(
    [...elements(page, 'label')].flatMap((label) => [...elements(label, 'input'), ...elements(label, 'select')]),
  );
  return ['input', 'select', 'textarea']
    .flatMap((tag) => [...elements(form, tag)])
    .filter((field) => attribute(field, 'type') !== 'hidden')
    .filter(
      (field) =>
        !attribute(field, 'aria-label') &&
        !attribute(field, 'aria-labelledby') &&
        !labels.has(attribute(field, 'id')) &&
        !inLabel.has(field),
    )
    .map((field) => `no label for ${attribute(field, 'name')}`);
}

const root = (text: string): Element => [...elements(parse(text), 'html')][0]!;

const usedActions = new Set<string>();

test.each(['visitor', 'contact', 'viewer', 'rival', 'agent', 'owner'])(
  'every form that a %s meets works without scripts',
  { timeout: 60_000 },
  async (who) => {
    const pages = await crawl(people()[who]!);
    expect(pages.size).toBeGreaterThan(who === 'visitor' ? 0 : 5);
    // One that stops at the most has not seen them all.
    expect(pages.size).toBeLessThan(MOST_PAGES);
    const found: string[] = [];
    for (const [path, text] of pages) {
      const page = root(text);
      for (const form of elements(page, 'form')) {
        const action = attribute(form, 'action')?.split('?')[0] ?? '';
        for (const { path: route, pattern } of posts) if (pattern.test(action)) usedActions.add(route);
        for (const button of submits(form, page)) {
          const other = attribute(button, 'formaction')?.split('?')[0];
          for (const { path: route, pattern } of posts) if (other && pattern.test(other)) usedActions.add(route);
        }
        found.push(
          ...[...faults(form, page), ...unlabelled(form, page)].map((fault) => `${path}, ${action}: ${fault}`),
        );
      }
      const ids = [...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
      found.push(
        ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${path}: two things are called ${id}`),
      );
    }
    expect([...new Set(found)]).toEqual([]);
  },
);

test('every route that takes a form has one on some page, or says here who else sends to it', () => {
  const missing = posts.map(({ path }) => path).filter((path) => !usedActions.has(path));
  expect(missing.sort()).toEqual(Object.keys(others).sort());
});

test('a viewer is shown no form that would refuse them', async () => {
  const text = (await as(portal(), home.world.viewer).get('/support/1')).text;
  const actions = [...elements(root(text), 'form')].map((form) => attribute(form, 'action'));
  for (const verb of ['replies', 'closure', 'reopening']) expect(actions).not.toContain(`/support/1/${verb}`);
});

test('control: a form without a token, a button, a route or a label is found', () => {
  const judge = (html: string): string[] => {
    const page = root(html);
    return [...elements(page, 'form')].flatMap((form) => [...faults(form, page), ...unlabelled(form, page)]);
  };
  expect(judge('<form method="post" action="/support"><button>Send</button></form>')).toEqual(['no token', 'no page']);
  expect(judge('<form method="post" action="/nowhere"></form>')).toContain('POST /nowhere is no route');
  expect(judge('<form action="/support"><input name="q"></form>')).toEqual(['no button', 'no label for q']);
  expect(judge('<form method="put" action="/support"><button>x</button></form>')).toEqual(['method put']);
  expect(judge('<form action="/support"><button>Show</button><p><button>Show</button></p></form>')).toEqual([
    'two buttons that do the same',
  ]);
  expect(judge('<form action="/nowhere"><button>x</button></form>')).toEqual(['GET /nowhere is no page']);
});
