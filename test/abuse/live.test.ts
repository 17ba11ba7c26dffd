import { serve as listen } from '@hono/node-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type RunningServer, serve } from '#app/serve.ts';
import { deriveKey, sign } from '#platform/crypto.ts';
import { installTopicWalls } from '#platform/live/walls.ts';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { connectSaml, domainOfWorld } from '../idp/connect.ts';
import { usePortal } from '../portal.ts';
import { type Actor, endSessions, newWorld, type World } from '../world.ts';
import { formerPeople } from './arena.ts';
import { listenAt } from './stream.ts';

const portal = usePortal();
let server: RunningServer;
let world: World;
let away: World;

beforeAll(async () => {
  // What looks every few seconds looks when a test says so: only intervals stand still, everything else takes its time.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  server = await serve(portal().app, portal().platform, { host: '127.0.0.1', port: 0 });
  world = await newWorld(portal());
  away = await newWorld(portal(), 'Lumen Cloud');
  await openTicket('First');
});
afterAll(async () => {
  await server?.close();
  vi.useRealTimers();
});

const openTicket = (subject: string) =>
  as(portal(), world.dana).submit('/support/new', '/support', { subject, urgency: 'slows', body: 'Hello' });

const subscribe = (actor: Actor, token: string, at: World = actor.world, port = server.port) =>
  listenAt(port, actor, token, at);

/** The token that a page gave this person. */
async function liveTokenOn(actor: Actor, path: string): Promise<string> {
  const { text } = await as(portal(), actor).get(path);
  return /name="portico-live" content="([^"]+)"/.exec(text)![1]!;
}

const topicsOf = (token: string): { session: string; topics: string[] } =>
  JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString())[0];

const soon = (what: () => unknown) => expect.poll(what, { interval: 20 });
const nap = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('TRUST 7: a token of somebody else, of another workspace, or changed by a letter opens no stream', async () => {
  const danas = await liveTokenOn(world.dana, '/support/1');
  const [content, seal] = danas.split('.') as [string, string];
  const richer = JSON.parse(Buffer.from(content, 'base64url').toString());
  richer[0].topics.push('inbox');
  const attempts: [string, Actor, string, World][] = [
    ['another account’s token', world.rival, danas, world],
    ['a colleague’s token', world.viewer, danas, world],
    ['the team’s token', world.dana, await liveTokenOn(world.agent, '/inbox/1'), world],
    ['a token of one workspace at another', away.owner, danas, away],
    ['another workspace’s cookie', { ...world.dana, token: away.dana.token }, danas, world],
    [
      'more topics under the old seal',
      world.dana,
      `${Buffer.from(JSON.stringify(richer)).toString('base64url')}.${seal}`,
      world,
    ],
    // Its first letter: of the last one some bits say nothing.
    ['a changed seal', world.dana, `${content}.${seal.startsWith('A') ? 'B' : 'A'}${seal.slice(1)}`, world],
    ['an empty token', world.dana, '', world],
    ['nonsense', world.dana, 'W10.x', world],
  ];
  for (const [what, actor, token, at] of attempts) {
    const stream = await subscribe(actor, token, at);
    expect(stream.status, what).toBe(204);
    stream.leave();
  }
});

test('TRUST 7: nobody hears of a ticket that is not theirs, and pages are told topics and nothing else', async () => {
  const [dana, rival, stranger] = await Promise.all([
    subscribe(world.dana, await liveTokenOn(world.dana, '/support/1')),
    subscribe(world.rival, await liveTokenOn(world.rival, '/support')),
    subscribe(away.owner, await liveTokenOn(away.owner, '/inbox')),
  ]);
  const note = { body: 'a secret xylophage note' };
  await as(portal(), world.agent).submit('/inbox/1?mode=note', '/inbox/1/notes', note);
  await nap(300);
  expect(dana.events()).toEqual(['hello']);
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'An answer', outcome: 'wait' });
  await soon(() => dana.events()).toContain('refresh');
  await nap(300);
  expect(rival.events()).toEqual(['hello']);
  expect(stranger.events()).toEqual(['hello']);
  expect(dana.text()).not.toMatch(/xylophage|An answer/);
  for (const each of [dana, rival, stranger]) each.leave();
});

test('TRUST 7: a page is never given a topic of the team, of another account or of another person', async () => {
  const allowed = new RegExp(
    `^(account:${world.accountId}|tickets:${world.accountId}|identity:${world.dana.identityId}|ticket:[0-9a-f-]{36})$`,
  );
  for (const path of ['/', '/support', '/support/1', '/support/new', '/activity', '/notifications']) {
    for (const topic of topicsOf(await liveTokenOn(world.dana, path)).topics) expect(topic, path).toMatch(allowed);
  }
});

test('TRUST 7: even under a seal of our own key a rival opens no stream of a foreign ticket; control: with that wall away they hear', async () => {
  const { topics } = topicsOf(await liveTokenOn(world.dana, '/support/1'));
  const { session } = topicsOf(await liveTokenOn(world.rival, '/support'));
  const key = deriveKey(portal().platform.masterKey, 'live', world.workspaceId);
  const forged = sign(key, { session, topics }, new Date(Date.now() + 60_000));
  const refused = await subscribe(world.rival, forged);
  expect(refused.status).toBe(204);
  const walls = installTopicWalls({});
  const stream = await subscribe(world.rival, forged);
  installTopicWalls(walls);
  await as(portal(), world.agent).submit('/inbox/1', '/inbox/1/replies', { body: 'Another answer', outcome: 'wait' });
  await soon(() => stream.events()).toContain('refresh');
  stream.leave();
});

test('TRUST 7: who is shut out while their stream is being opened is told to ask anew; control: who is not goes on listening', async () => {
  const token = await liveTokenOn(world.dana, '/support/1');
  const opened = async (meanwhile: string) => {
    const goOn = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const walls = installTopicWalls({
      async ticket(_db, _workspace, ids) {
        asked.resolve();
        await goOn.promise;
        return ids;
      },
    });
    const opening = subscribe(world.dana, token);
    await asked.promise;
    portal().platform.hub.publish(world.workspaceId, [meanwhile]);
    goOn.resolve();
    const stream = await opening;
    installTopicWalls(walls);
    return stream;
  };
  const ticket = topicsOf(token).topics.find((topic) => topic.startsWith('ticket:'))!;
  const shut = await opened(`wall:${ticket}`);
  await soon(() => shut.events()).toEqual(['hello', 'bye']);
  expect(shut.text()).toContain('"reason":"wall"');
  const control = await opened('wall:ticket:00000000-0000-7000-8000-000000000000');
  portal().platform.hub.publish(world.workspaceId, [ticket]);
  await soon(() => control.events()).toContain('refresh');
  expect(control.events()).not.toContain('bye');
  control.leave();
});

test('TRUST 7: line breaks in a subject and in a header forge no event', async () => {
  const team = await subscribe(world.agent, await liveTokenOn(world.agent, '/inbox'));
  const form = await as(portal(), world.dana).form('/support/new', '/support');
  const subject = 'Hi\r\n\r\nevent: forged\r\ndata: {"topics":["x"]}\r\nid: 7\r\n\r\n';
  const fields = { ...form, subject, urgency: 'slows', body: subject };
  await as(portal(), world.dana).postRaw('/support', fields, { 'x-turbo-request-id': 'a\tevent: forged' });
  await soon(() => team.events()).toContain('refresh');
  await nap(100);
  expect(new Set(team.events())).toEqual(new Set(['hello', 'refresh']));
  expect(team.text()).not.toMatch(/^(id|retry):/m);
  for (const line of team.text().split('\n')) expect(line).toMatch(/^(event: (hello|refresh)|data: \{.*\}|)$/);
  team.leave();
});

/** Somebody whom a customer's directory brought, at a browser of theirs, and how it sends them away. */
async function fromDirectory(at: World): Promise<{ actor: Actor; sendAway: () => Promise<unknown> }> {
  const id = await connectSaml(portal(), at, { accountId: at.accountId, domains: [domainOfWorld(at)] });
  const page = await as(portal(), at.owner).submit(`/settings/sso/${id}`, `/settings/sso/${id}/tokens`);
  const token = /portico_scim_[\w-]{43}/.exec(page.text)![0];
  const ask = async (method: string, path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/scim+json',
      host: `${at.host}:3000`,
    };
    const url = `${at.origin}/scim/v2${path}`;
    const answer = await portal().app.request(url, { method, headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const email = `noor@${domainOfWorld(at)}`;
  const made = await ask('POST', '/Users', { userName: email, displayName: 'Noor Haddad', active: true });
  const [row] = await peek<{ id: string; identity_id: string }>(
    portal().database,
    `with c as (select workspace_id, id, identity_id from contacts where workspace_id = $1 and email = $2),
       s as (insert into sessions (workspace_id, id, identity_id, token_hash, expires_at)
         select workspace_id, gen_random_uuid(), identity_id, encode(sha256('a-token-of-noors-browser'), 'hex'), now() + interval '1 day' from c)
     select id, identity_id from c`,
    [at.workspaceId, email],
  );
  const actor = {
    ...at.dana,
    id: row!.id,
    identityId: row!.identity_id,
    name: 'Noor Haddad',
    email,
    token: 'a-token-of-noors-browser',
  };
  const Operations = [{ op: 'replace', path: 'active', value: false }];
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return { actor, sendAway: () => ask('PATCH', `/Users/${made.id}`, { schemas, Operations }) };
}

/** One fresh person for each way of losing access, and what takes it from them. */
async function losers(): Promise<[string, Actor, () => Promise<unknown>][]> {
  const fresh = () => newWorld(portal());
  const set = (statement: string, id: string) => () => peek(portal().database, statement, [id]);
  const [out, expired, disabled, contact, member] = await Promise.all([fresh(), fresh(), fresh(), fresh(), fresh()]);
  const { actor: noor, sendAway } = await fromDirectory(contact);
  return [
    ['the customer’s directory deactivated them', noor, sendAway],
    ['signed out everywhere', out.dana, () => endSessions(portal().platform, out.dana)],
    [
      'the session ran out',
      expired.dana,
      set('update sessions set expires_at = now() where identity_id = $1', expired.dana.identityId),
    ],
    [
      'the login was disabled',
      disabled.dana,
      set('update identities set disabled_at = now() where id = $1', disabled.dana.identityId),
    ],
    [
      'the contact was disabled',
      contact.dana,
      set('update contacts set disabled_at = now() where id = $1', contact.dana.id),
    ],
    [
      'the member left the team',
      member.agent,
      set('update members set disabled_at = now() where id = $1', member.agent.id),
    ],
  ];
}

test('TRUST 7, 26: an open stream ends within five seconds when access does, however it ended, and with the commit when we end it', async () => {
  const [byDirectory, ...others] = await losers();
  const opened = async ([what, actor, take]: Awaited<ReturnType<typeof losers>>[number]) => ({
    what,
    take,
    stream: await subscribe(actor, await liveTokenOn(actor, '/notifications')),
  });
  const told = await opened(byDirectory!);
  const found = await Promise.all(others.map(opened));
  const bystander = await subscribe(world.dana, await liveTokenOn(world.dana, '/support'));
  await told.take();
  await told.stream.closed;
  expect(told.stream.events().at(-1), told.what).toBe('bye');
  await Promise.all(found.map(({ take }) => take()));
  for (const { what, stream } of found) expect(stream.events(), what).toEqual(['hello']);
  vi.advanceTimersByTime(5_000);
  for (const { what, stream } of found) {
    await stream.closed;
    expect(stream.events().at(-1), what).toBe('bye');
  }
  // Control: whoever lost nothing goes on listening.
  expect(bystander.events()).toEqual(['hello']);
  bystander.leave();
});

test('TRUST 7, control: without the look at ended sessions such a stream stays open', async () => {
  // The same application on a port, but not by serve(): nobody looks. It needs a hub of its own, for serve() watches ours.
  const { createHub } = await import('#platform/live/hub.ts');
  const { createWeb } = await import('#app/web.tsx');
  const app = createWeb({ ...portal().platform, hub: createHub() });
  const bare = listen({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await new Promise((resolve) => bare.once('listening', resolve));
  const { port } = bare.address() as { port: number };
  const { disabled } = await formerPeople(portal(), world);
  await peek(portal().database, 'update contacts set disabled_at = null where id = $1', [disabled.id]);
  const stream = await subscribe(disabled, await liveTokenOn(disabled, '/notifications'), world, port);
  await endSessions(portal().platform, disabled);
  // Twenty seconds later it hears that the server is there, and nothing else has happened to it.
  vi.advanceTimersByTime(20_000);
  await soon(() => stream.events()).toEqual(['hello', 'ping']);
  stream.leave();
  bare.close();
});
