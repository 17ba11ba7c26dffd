import { expect } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { sealAll, verified } from '#test/event-log.ts';
import type { TestPortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

export const pageOf = (id: string): string => `/contacts/${id}/privacy`;

/** Dana asks, sends a file and changes her name; the team answers. */
export async function somebody(portal: TestPortal) {
  const world = await newWorld(portal);
  const [owner, dana, agent] = [as(portal, world.owner), as(portal, world.dana), as(portal, world.agent)];
  const file = { name: 'danasfile.txt', type: 'text/plain', content: 'words of hers' };
  await dana.submit('/support/new', '/support', {
    subject: 'Hersubject',
    urgency: 'question',
    body: 'Herwords',
    files: file,
  });
  await agent.submit('/inbox/1', '/inbox/1/replies', { body: 'Ouranswer', outcome: 'wait' });
  await dana.submit('/account', '/account/profile', {
    name: 'Dana Canary',
    title: 'Canary',
    phone: '+49 30 1234567',
    locale: 'en',
    zone: '',
    theme: 'system',
  });
  await sizeOf(portal, world, 'Hersize');
  await sizeOf(portal, world, 'Hersize, small');
  const content = `Company;Contact;E-Mail\r\nAcme Robotics;Dana Ofthelist;${world.dana.email}\r\nAcme Robotics;Ben Ofthelist;ben@acme.example`;
  const list = { file: { name: 'list.csv', content } };
  const { location } = await owner.submit('/customers/import', '/customers/import', list);
  await owner.submit(location!, `${location}/start`);
  await portal.workJobs();
  await sealAll(portal, world.workspaceId);
  return { world, owner, dana, agent, page: pageOf(world.dana.id) };
}

/** What the team knows of Dana in a field of its own; the log keeps what it was before. */
async function sizeOf(portal: TestPortal, world: World, size: string): Promise<void> {
  const owner = as(portal, world.owner);
  const made = {
    subject: 'contact',
    kind: 'text',
    label: 'Shirt',
    hint: '',
    choices: '',
    customer: 'hidden',
    edits: 'apply',
  };
  const find = () =>
    peek<{ id: string }>(portal.database, 'select id from field_definitions where workspace_id = $1', [
      world.workspaceId,
    ]);
  if ((await find()).length === 0) await owner.submit('/settings/fields/new', '/settings/fields', made);
  const page = `/customers/${world.accountId}/contacts/${world.dana.id}/fields`;
  const saved = await owner.submit(page, page, { [`f-${(await find())[0]!.id}`]: size });
  expect(saved.status).toBe(303);
}

/** Where a word of somebody still stands in the whole database. */
export async function standsIn(portal: TestPortal, world: World, word: string): Promise<string[]> {
  const tables = await peek<{ name: string }>(
    portal.database,
    "select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by 1",
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as name where exists (select from ${name} x
       where x::text ilike $1 and coalesce(to_jsonb(x) ->> 'workspace_id', $2) = $2)`,
  );
  const found = await peek<{ name: string }>(portal.database, each.join(' union all '), [
    `%${word}%`,
    world.workspaceId,
  ]);
  return found.map(({ name }) => name).sort();
}

export const sound = async (portal: TestPortal, world: World) => {
  const { finding, erased } = await verified(portal, world.workspaceId);
  expect(finding).toBeUndefined();
  return erased;
};
