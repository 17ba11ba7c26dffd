import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { sealAll, writeEvents } from '#test/event-log.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { deliverTask, streamLog } from './deliver.ts';

const portal = usePortal({ EGRESS_ALLOW: '127.0.0.1' });
let receiver: Server;
let address = '';
let got: { headers: IncomingHttpHeaders; body: string }[] = [];
/** What the receiver says next; 200 when nothing is left. */
let answers: number[] = [];
/** How long each answer seems to take. */
let slowness = 0;
let passed = 0;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      passed += slowness;
      response.writeHead(answers.shift() ?? 200).end('thanks');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  receiver.close();
  receiver.closeAllConnections();
});
beforeEach(() => {
  got = [];
  answers = [];
});

const HOME = '/settings/log-streams';

async function streaming(): Promise<{ world: World; owner: Client; page: string; id: string }> {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const added = await owner.submit(HOME, HOME, { url: address });
  expect(added.status).toBe(303);
  const page = added.location!;
  return { world, owner, page, id: page.split('/').at(-1)! };
}

const work = async (world: World, id: string) => {
  await deliverTask.run(portal().platform, { workspace: world.workspaceId, stream: id });
};
const due = (id: string) => peek(portal().database, 'update log_streams set next_at = now() where id = $1', [id]);
const secretOn = async (owner: Client, page: string) =>
  /whsec_[A-Za-z0-9+/=]+/.exec((await owner.get(`${page}/secret`)).text)![0];
const parsed = () =>
  got.map(({ body }) => JSON.parse(body) as { type: string; data: { events: { number: number }[] } });

test('where the log was sent to stands in it, also once the receiver is gone, and no secret of the address does', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  const added = await owner.submit(HOME, HOME, { url: `${address}?key=HIDDEN` });
  await owner.submit(added.location!, `${added.location}/removal`);
  const told = await peek<{ data: unknown }>(
    portal().database,
    "select data from events where workspace_id = $1 and kind = 'audit.stream_changed' order by seq",
    [world.workspaceId],
  );
  const where = new URL(address);
  const at = `${where.protocol}//${where.host}${where.pathname}`;
  expect(told.map(({ data }) => data)).toEqual([
    { change: 'added', address: at },
    { change: 'removed', address: at },
  ]);
  expect((await owner.get('/audit?area=audit')).text).toContain(`removed a receiver of the audit log: ${at}`);
});

test('sealed entries arrive, in order, each once, signed so that the official library accepts them', async () => {
  const { world, owner, page, id } = await streaming();
  await writeEvents(portal(), world.workspaceId, 230);
  await sealAll(portal(), world.workspaceId);
  await work(world, id);
  const webhook = new Webhook(await secretOn(owner, page));
  for (const { headers, body } of got) webhook.verify(body, headers as Record<string, string>);
  expect(parsed().map(({ type }) => type)).toEqual(['audit.test', 'audit.events', 'audit.events', 'audit.events']);
  const numbers = parsed().flatMap(({ data }) => data.events.map(({ number }) => number));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.length).toBeGreaterThanOrEqual(231);
  expect((await owner.get(page)).text).toContain('Arrived (200)');
});

test('TRUST 56: a body that was changed, an old one, and one of another secret are refused by the receiver', async () => {
  const { world, owner, page, id } = await streaming();
  await work(world, id);
  const [{ headers, body } = { headers: {}, body: '' }] = got;
  const webhook = new Webhook(await secretOn(owner, page));
  const sent = headers as Record<string, string>;
  expect(() => webhook.verify(`${body} `, sent)).toThrow();
  expect(() => webhook.verify(body, { ...sent, 'webhook-timestamp': '1600000000' })).toThrow();
  expect(() => webhook.verify(body, { ...sent, 'webhook-id': 'other' })).toThrow();
  const other = new Webhook(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  expect(() => other.verify(body, sent)).toThrow();
});

test('TRUST 56, control: during a rotation both secrets are accepted, and after it the new one alone', async () => {
  const { world, owner, page, id } = await streaming();
  const before = new Webhook(await secretOn(owner, page));
  await owner.submit(page, `${page}/secret`);
  const after = new Webhook(await secretOn(owner, page));
  await work(world, id);
  const [first] = got;
  for (const webhook of [before, after]) webhook.verify(first!.body, first!.headers as Record<string, string>);
  await peek(portal().database, "update log_streams set previous_until = now() - interval '1 second' where id = $1", [
    id,
  ]);
  await owner.submit(page, `${page}/tests`);
  await work(world, id);
  after.verify(got[1]!.body, got[1]!.headers as Record<string, string>);
  expect(() => before.verify(got[1]!.body, got[1]!.headers as Record<string, string>)).toThrow();
});

test('a message that did not arrive is sent again under the same id, and nothing overtakes it', async () => {
  const { world, owner, page, id } = await streaming();
  await work(world, id);
  await writeEvents(portal(), world.workspaceId, 150);
  await sealAll(portal(), world.workspaceId);
  got = [];
  answers = [500, 503, 200];
  for (let round = 0; round < 3; round++) {
    await due(id);
    await work(world, id);
  }
  const ids = got.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids.slice(0, 3)).size).toBe(1);
  expect(got[0]!.body).toBe(got[2]!.body);
  expect(ids.length).toBe(4);
  expect((await owner.get(page)).text).toContain('Arriving');
});

test('a test is sent while the message before it fails, and is the only thing that overtakes it', async () => {
  const { world, owner, page, id } = await streaming();
  await work(world, id);
  await sealAll(portal(), world.workspaceId);
  answers = [500];
  await work(world, id);
  got = [];
  answers = [500];
  await owner.submit(page, `${page}/tests`);
  await due(id);
  await work(world, id);
  expect(parsed().map(({ type }) => type)).toEqual(['audit.test', 'audit.events']);
  expect((await owner.get(page)).text).toContain('500');
});

test('one that is gone is stopped at once, one that fails for three days as well, and the team is told', async () => {
  const { world, owner, page, id } = await streaming();
  await work(world, id);
  await sealAll(portal(), world.workspaceId);
  answers = [410];
  await work(world, id);
  expect((await owner.get(page)).text).toContain('the receiver said that it is gone');
  await portal().workJobs();
  expect((await owner.get('/notifications')).text).toContain('not sent on any more');
  got = [];
  await work(world, id);
  expect(got).toEqual([]);
  await owner.submit(page, `${page}/resumption`);
  answers = [500];
  await peek(portal().database, "update log_streams set failing_since = now() - interval '4 days' where id = $1", [id]);
  await work(world, id);
  expect((await owner.get(page)).text).toContain('nothing arrived for three days');
  await owner.submit(page, `${page}/resumption`);
  await work(world, id);
  expect((await owner.get(page)).text).toContain('Arriving');
});

test('a receiver that answers slowly has its turn, and goes on at the next one: all of them share one place', async () => {
  const { world, id } = await streaming();
  await writeEvents(portal(), world.workspaceId, 230);
  await sealAll(portal(), world.workspaceId);
  // Its slowness alone makes time pass: what the machine takes would end the turn sooner.
  const began = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => began + passed);
  slowness = 9_000;
  await work(world, id).finally(() => {
    slowness = 0;
    clock.mockRestore();
  });
  expect(got).toHaveLength(3);
  await work(world, id);
  expect(got).toHaveLength(4);
});

test('what is due is found by the clock, and a worker that is at it keeps others away', async () => {
  const { world, id } = await streaming();
  await streamLog.run(portal().platform);
  await portal().workJobs();
  expect(parsed().filter(({ type }) => type === 'audit.test').length).toBeGreaterThanOrEqual(1);
  await sealAll(portal(), world.workspaceId);
  got = [];
  await peek(portal().database, "update log_streams set busy_until = now() + interval '1 minute' where id = $1", [id]);
  await work(world, id);
  expect(got).toEqual([]);
});

test('TRUST 57: an address in our own network is refused beside the field, and one that leads there is not told apart', async () => {
  const world = await newWorld(portal());
  const owner = as(portal(), world.owner);
  for (const url of [
    'https://169.254.169.254/',
    'http://example.com/',
    'https://10.0.0.1/',
    'file:///etc/passwd',
    'nonsense',
    '',
  ]) {
    const refused = await owner.submit(HOME, HOME, { url });
    expect([url, refused.status]).toEqual([url, 422]);
  }
  expect((await owner.submit(HOME, HOME, { url: address })).status).toBe(303);
});

test('only who may read the log and change settings sets it up, and the secret asks for a proof and is recorded', async () => {
  const { world, owner, page } = await streaming();
  for (const client of [as(portal(), world.agent), as(portal(), world.dana)]) {
    for (const path of [HOME, page, `${page}/secret`]) expect((await client.get(path)).status).toBe(404);
  }
  const stranger = await newWorld(portal());
  expect((await as(portal(), stranger.owner).get(page)).status).toBe(404);
  await secretOn(owner, page);
  const shown = await peek(
    portal().database,
    "select id from events where workspace_id = $1 and kind = 'audit.stream_secret_shown'",
    [world.workspaceId],
  );
  expect(shown.length).toBe(1);
  await peek(portal().database, "update sessions set created_at = now() - interval '1 hour' where identity_id = $1", [
    world.owner.identityId,
  ]);
  expect((await owner.get(`${page}/secret`)).text).not.toContain('whsec_');
  const [row] = await peek<{ secret: string }>(
    portal().database,
    'select secret from log_streams where workspace_id = $1',
    [world.workspaceId],
  );
  expect(row!.secret).toMatch(/^v1\./);
});
