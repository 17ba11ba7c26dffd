import { picture } from '#app/seed/picture.ts';
import { importForms } from '#features/article-import/article-import.testing.ts';
import { givePassword, PASSWORD, tryPassword } from '#features/identity/doors.testing.ts';
import { helpForms } from '#features/knowledge/knowledge.testing.ts';
import { type Victim, victim } from '../abuse/arena.ts';
import { as, type Client, linksOf, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { connectSaml } from '../idp/connect.ts';
import type { TestPortal } from '../portal.ts';
import { namesake, ownFields, ownSegment, somebodyAtTheDoor, somebodyReadsAlong } from './own-fields.ts';

/** Somebody of each kind, by name, and every page they reach. */
export interface FormsWorld {
  home: Victim;
  people: Record<string, Client>;
  crawl(client: Client): Promise<Map<string, string>>;
}

/** A portal where everything there is has come into every state that has a form of its own. */
export async function formsWorld(portal: TestPortal): Promise<FormsWorld> {
  const home = await victim(portal);
  // One ticket in each state, and more than a page of them.
  const dana = as(portal, home.world.dana);
  const priya = as(portal, home.world.agent);
  const ask = await dana.form('/support/new', '/support');
  for (let n = 2; n <= 30; n += 1) {
    const words = { subject: `Number ${n}`, urgency: 'question', body: 'Hello' };
    await dana.postRaw('/support', { ...ask, ...words, _once: `number-${n}` });
  }
  await priya.submit('/inbox/2', '/inbox/2/triage', { status: 'solved' });
  await priya.submit('/inbox/3', '/inbox/3/triage', { status: 'closed' });
  const face = { name: 'me.png', type: 'image/png', content: picture(40, 40, [[9, 9, 9]], []) };
  await dana.submit('/account', '/account/photo', { photo: face });
  const owner = as(portal, home.world.owner);
  for (const mode of ['light', 'dark']) {
    await owner.submit('/settings/design', `/settings/design/logo-${mode}`, { logo: face });
  }
  // A second browser, which can be signed out from the first.
  await givePassword(portal, home.world.dana);
  await tryPassword(visitor(portal, home.world), home.world.dana.email, PASSWORD);
  const owned = '/settings/roles/new?side=member';
  const like = /value="([0-9a-f-]{36})"[^>]*>Agent/.exec((await owner.get(owned)).text)![1]!;
  await owner.submit(owned, '/settings/roles', { name: 'Contractor', like });
  const asked = { name: 'Theo Okafor', email: 'theo@northwind.example', role: like };
  await owner.submit('/settings/members/new', '/settings/members/new', asked);
  await peek(
    portal.database,
    `with gone as (insert into members (workspace_id, id, identity_id, name, email, role, disabled_at)
       select workspace_id, gen_random_uuid(), id, 'Former Colleague', email, 'agent', now() from identities where id = $1
       returning workspace_id, id)
     insert into account_members (workspace_id, account_id, member_id) select workspace_id, $2, id from gone`,
    [home.world.rival.identityId, home.world.rivalAccountId],
  );
  // Somebody who was invited the day before yesterday, has not come yet, and may be asked once more.
  const invite = `/customers/${home.world.accountId}/contacts/new`;
  const newcomer = { contact_name: 'New Person', email: 'new@acme.example', role: 'contributor' };
  await priya.submit(invite, invite, newcomer);
  await peek(
    portal.database,
    "update invitations set created_at = created_at - interval '2 days' where workspace_id = $1",
    [home.world.workspaceId],
  );
  const starts = await lookedAfter(portal, home);
  await somebodyAtTheDoor(portal, home.world);
  await somebodyReadsAlong(portal, home.world);
  // An identity provider in use, with one domain that is proved and one that waits.
  const sso = await connectSaml(portal, home.world, { domains: ['acme.example'] });
  await as(portal, home.world.owner).submit(`/settings/sso/${sso}`, `/settings/sso/${sso}/domains`, {
    domain: 'acme.test',
  });
  await as(portal, home.world.owner).submit(`/settings/sso/${sso}`, `/settings/sso/${sso}/tokens`);
  await portal.workJobs();
  const people = {
    visitor: visitor(portal, home.world),
    contact: as(portal, home.world.dana),
    viewer: as(portal, home.world.viewer),
    rival: as(portal, home.world.rival),
    agent: as(portal, home.world.agent),
    owner: as(portal, home.world.owner),
  };
  return { home, people, crawl: (client) => crawl(client, [...STARTS, ...starts]) };
}

/** Customers and people in every state that has a form of its own. */
async function lookedAfter(portal: TestPortal, { world }: Victim): Promise<string[]> {
  const starts: string[] = [];
  const maya = as(portal, world.owner);
  const team = `/customers/${world.accountId}/team`;
  await maya.submit(team, team, { member: world.agent.id });
  const added = await maya.submit('/customers/new', '/customers/new', { name: 'Long Gone' });
  await maya.submit(`${added.location}/archival`, `${added.location}/archival`);
  const invite = `/customers/${world.rivalAccountId}/contacts/new`;
  await maya.submit(invite, invite, { contact_name: 'Old Person', email: 'old@pine.example', role: 'viewer' });
  const [newcomer] = await peek<{ id: string }>(
    portal.database,
    "select id from contacts where email = 'new@acme.example'",
  );
  starts.push(`/customers/${world.accountId}/contacts/${newcomer!.id}`);
  const [old] = await peek<{ id: string }>(portal.database, "select id from contacts where email = 'old@pine.example'");
  const page = `/customers/${world.rivalAccountId}/contacts/${old!.id}`;
  await maya.submit(page, `${page}/deactivation`);
  starts.push(...(await helpForms(portal, world)), ...(await importForms(portal, world)));
  await as(portal, world.dana).submit('/help/en/live', '/help/en/live/follow', { follow: 'yes' });
  starts.push('/account/following', await namesake(portal, world));
  starts.push(...(await ownFields(portal, world)), ...(await ownSegment(portal, world)));
  // Two receivers of the audit log, one of them stopped.
  const streams = '/settings/log-streams';
  const one = await maya.submit(streams, streams, { url: 'https://siem.example/hook' });
  const two = await maya.submit(streams, streams, { url: 'https://old.example/hook' });
  await maya.submit(two.location!, `${two.location}/pause`);
  starts.push(one.location!, two.location!);
  // Somebody who is held, and somebody who is not.
  const held = `/contacts/${world.viewer.id}/privacy`;
  await maya.submit(held, `/contacts/${world.viewer.id}/holds`, { reason: 'A case' });
  const holds = `/customers/${world.rivalAccountId}/holds`;
  await maya.submit(holds, holds, { reason: 'A case' });
  starts.push(held, `/contacts/${world.dana.id}/privacy`, holds, `/customers/${world.accountId}/holds`);
  starts.push(team, `/customers/${world.rivalAccountId}/team`, added.location!, page, `/customers/${world.accountId}`);
  return starts;
}

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
export const MOST_PAGES = 600;

/** Every page that somebody reaches by links, with its text. */
async function crawl(client: Client, starts: readonly string[]): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const seen = new Set<string>();
  const kinds = new Map<string, number>();
  const waiting = [...starts];
  for (let path = waiting.shift(); path && pages.size < MOST_PAGES; path = waiting.shift()) {
    const bare = path.split('#')[0]!;
    if (seen.has(bare) || /^\/(assets|files|brand|dev)\b/.test(bare)) continue;
    seen.add(bare);
    // Three of a kind tell as much as thirty.
    const kind = bare.replace(/after=[^&]+/, 'after').replace(/[0-9a-f-]{36}|\d+/g, 'N');
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if (kinds.get(kind)! > (starts.includes(bare) ? 9 : 3)) continue;
    const { status, text, location } = await client.get(bare);
    if (location?.startsWith('/')) waiting.push(location);
    if (status !== 200 || !text.startsWith('<!doctype')) continue;
    pages.set(bare, text);
    waiting.push(...linksOf(text).filter((href) => href.startsWith('/')));
  }
  return pages;
}
