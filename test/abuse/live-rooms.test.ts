import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '#app/serve.ts';
import { by, makeArticle, makeCategory, segmentOf } from '#features/knowledge/knowledge.testing.ts';
import { setAudience } from '#features/knowledge/upkeep.ts';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { type Actor, newWorld, type World } from '../world.ts';
import { listenAt } from './stream.ts';

const portal = usePortal();
let server: RunningServer;

beforeAll(async () => {
  server = await serve(portal().app, portal().platform, { host: '127.0.0.1', port: 0 });
});
afterAll(() => server?.close());

const subscribe = (actor: Actor, token: string) => listenAt(server.port, actor, token, actor.world);

/** The token that a page gave this person. */
async function liveTokenOn(actor: Actor, path: string): Promise<string> {
  const { text } = await as(portal(), actor).get(path);
  return /name="portico-live" content="([^"]+)"/.exec(text)![1]!;
}

const soon = (what: () => unknown) => expect.poll(what, { interval: 20 });
const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Acme alone is in the segment that the support room is for. */
async function roomOfRobots(at: World): Promise<(name: string) => Promise<void>> {
  const maya = as(portal(), at.owner);
  const rule = { name: 'Robots', match: 'all', kind: 'rule', on0: 'name', op0: 'has', v0: 'robot' };
  const made = await maya.submit('/customers/segments/new', '/customers/segments', rule);
  const segments = made.location!.split('/').at(-1)!;
  await maya.submit('/settings/rooms', '/settings/rooms', { 'support-to': 'segments', 'support-segments': segments });
  const details = `/customers/${at.accountId}/details`;
  return async (name) => {
    await maya.submit(details, details, { name, short_name: 'Acme' });
    await portal().workJobs();
  };
}

test('TRUST 7, 35: whoever leaves the segment that a room is for hears no more of it on a page that is open; control: in it they do', async () => {
  const at = await newWorld(portal());
  const ask = { subject: 'Hello', urgency: 'slows', body: 'Hello' };
  await as(portal(), at.dana).submit('/support/new', '/support', ask);
  const rename = await roomOfRobots(at);
  const token = await liveTokenOn(at.dana, '/support/1');
  const [ticket, team] = await Promise.all([
    subscribe(at.dana, token),
    subscribe(at.agent, await liveTokenOn(at.agent, '/inbox')),
  ]);
  const answer = { body: 'An answer', outcome: 'wait' };
  await as(portal(), at.agent).submit('/inbox/1', '/inbox/1/replies', answer);
  await soon(() => ticket.events()).toEqual(['hello', 'refresh']);
  await rename('Acme Robots and Toys');
  expect(ticket.events().at(-1)).not.toBe('bye');
  await rename('Acme Toys');
  await ticket.closed;
  const heard = ticket.events();
  expect(heard.at(-1)).toBe('bye');
  expect(ticket.text()).toContain('"reason":"wall"');
  await as(portal(), at.agent).submit('/inbox/1', '/inbox/1/replies', answer);
  await soon(() => team.text().match(/refresh/g)?.length ?? 0).toBeGreaterThan(1);
  expect(ticket.events()).toEqual(heard);
  // The team's pages are as they were, and the way back is shut.
  expect(team.events().at(-1)).not.toBe('bye');
  expect((await subscribe(at.dana, token)).status).toBe(204);
  team.leave();
});

test('TRUST 7, 35: the first page and the lists tell nobody how much happens in a room that is shut for them, nor with what they do not see', async () => {
  const at = await newWorld(portal());
  const maya = as(portal(), at.owner);
  const asked = (who: Actor) =>
    as(portal(), who).submit('/support/new', '/support', { subject: 'Hello', urgency: 'slows', body: 'Hello' });
  const answered = (number: number) =>
    as(portal(), at.agent).submit(`/inbox/${number}`, `/inbox/${number}/replies`, { body: 'Hi', outcome: 'wait' });
  const told = (stream: Awaited<ReturnType<typeof subscribe>>, topic: string) => stream.text().split(topic).length - 1;
  await peek(portal().database, "update contacts set role = 'contributor' where id = $1", [at.viewer.id]);
  await asked(at.dana);
  await asked(at.viewer);
  const pages = ['/', '/support', '/activity'];
  const tokens = await Promise.all(pages.map((path) => liveTokenOn(at.viewer, path)));
  const open = await Promise.all(tokens.map((token) => subscribe(at.viewer, token)));
  // Control: in the room, and seeing what colleagues ask, they hear.
  await answered(1);
  for (const page of open) await soon(() => told(page, 'tickets:')).toBe(1);
  // They see their own from now on: what is open ends, and what is opened anew hears of that alone.
  const rule = { see: 'own', may: 'read' };
  await maya.submit('/settings/visibility', '/settings/visibility', rule);
  for (const [index, page] of open.entries()) {
    await page.closed;
    expect(page.text()).toContain('"reason":"wall"');
    expect((await subscribe(at.viewer, tokens[index]!)).status).toBe(204);
  }
  const home = await subscribe(at.viewer, await liveTokenOn(at.viewer, '/'));
  await answered(1);
  await nap(300);
  expect(home.events()).toEqual(['hello']);
  await answered(2);
  await soon(() => told(home, 'ticket:')).toBeGreaterThan(0);
  // The room is shut for all of them.
  await maya.submit('/settings/rooms', '/settings/rooms', { 'support-to': 'nobody' });
  await home.closed;
  const shut = await subscribe(at.viewer, await liveTokenOn(at.viewer, '/'));
  const team = await subscribe(at.agent, await liveTokenOn(at.agent, `/customers/${at.accountId}`));
  await answered(2);
  await soon(() => told(team, 'tickets:')).toBeGreaterThan(0);
  await nap(200);
  expect(told(shut, 'account:') + told(shut, 'ticket')).toBe(0);
  for (const each of [shut, team]) each.leave();
});

test('TRUST 7: whoever leaves a customer’s team hears no more of what is only known of it; control: whose customer it still is does', async () => {
  const at = await newWorld(portal());
  const set = (statement: string, values: unknown[]) => peek(portal().database, statement, values);
  await set(
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     values ($1, gen_random_uuid(), 'member', 'near', 'Near', '{customers.see,data.erase}', 'assigned')`,
    [at.workspaceId],
  );
  await set("update members set role = 'near' where id = $1", [at.agent.id]);
  for (const account of [at.accountId, at.rivalAccountId]) {
    await set(
      `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Helper')
       on conflict do nothing`,
      [at.workspaceId, account, at.agent.id],
    );
  }
  const page = (account: string) => liveTokenOn(at.agent, `/customers/${account}/holds`);
  const tokens = [await page(at.accountId), await page(at.rivalAccountId)];
  const [left, kept] = await Promise.all(tokens.map((token) => subscribe(at.agent, token)));
  const team = `/customers/${at.accountId}/team`;
  await as(portal(), at.owner).submit(team, `${team}/${at.agent.id}/removal`, { role: '' });
  await left!.closed;
  expect(left!.text()).toContain('"reason":"wall"');
  expect((await subscribe(at.agent, tokens[0]!)).status).toBe(204);
  expect(kept!.events()).toEqual(['hello']);
  kept!.leave();
});

test('TRUST 7, 8: whoever may not read an article is not told that it changed; control: those who may are', async () => {
  const at = await newWorld(portal());
  const shelf = await makeCategory(portal(), at, 'Shelf');
  const open = { to: 'segments' as const, segments: [await segmentOf(portal(), at, at.accountId)] };
  const [forAll, forFew, forUs] = await Promise.all(
    ['For all', 'For few', 'For us'].map((title) => makeArticle(portal(), at, shelf, title)),
  );
  await by(portal(), at, at.owner, async (ctx) => {
    await setAudience(ctx, forFew!.number, 'segment', open);
    await setAudience(ctx, forUs!.number, 'member');
  });
  const streams = await Promise.all(
    [at.rival, at.dana, at.agent].map(async (who) => subscribe(who, await liveTokenOn(who, '/help'))),
  );
  const told = () => streams.map((stream) => stream.text().match(/^event: refresh/gm)?.length ?? 0);
  const change = async ({ number }: { number: string }, body: string) => {
    const path = `/knowledge/${number}`;
    const sent = await as(portal(), at.owner).submit(path, `${path}/draft`, { title: 'Changed', body, act: 'publish' });
    expect(sent.status).toBe(303);
  };
  await change(forUs!, 'Once more');
  await soon(told).toEqual([0, 0, 1]);
  await nap(100);
  await change(forFew!, 'Once more');
  await soon(told).toEqual([0, 1, 2]);
  await nap(100);
  await change(forAll!, 'Once more');
  await soon(told).toEqual([1, 2, 3]);
  for (const stream of streams) stream.leave();
});
