import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { createPool } from '#platform/db/pool.ts';
import type { Env } from '#platform/http/env.ts';
import { as, type Client } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { type Actor, newWorld, type World } from '../world.ts';

const portal = usePortal();
let quiet: World;

beforeAll(async () => {
  quiet = await newWorld(portal(), 'Lumen Cloud');
});

/** A business with more tickets than a page shows, in whose subjects the storms below find something. */
async function busy(): Promise<World> {
  const world = await newWorld(portal());
  const subject = `${'a'.repeat(54)} a ${'%'.repeat(60)}`;
  await as(portal(), world.dana).submit('/support/new', '/support', { subject, urgency: 'slows', body: 'a a a' });
  await peek(
    portal().database,
    `insert into tickets (workspace_id, id, account_id, number, subject, requester_id, waiting_since)
     select workspace_id, gen_random_uuid(), account_id, number + n, subject, requester_id, waiting_since
     from tickets, generate_series(1, 120) n where workspace_id = $1`,
    [world.workspaceId],
  );
  return world;
}

const STORMS = [
  '%'.repeat(199),
  `${'a '.repeat(99)}`,
  `${'a:* '.repeat(49)}`,
  '(((((((((((((((((((((((((((((((',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
  '_'.repeat(200),
  `${'%a'.repeat(99)}`,
  '\\'.repeat(150),
];
const SLOW_MS = 3_000;

/** Which of these searches take too long, or fail. */
async function slow(client: Client, list: string, storms: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const storm of storms) {
    const started = performance.now();
    const { status } = await client.get(`${list}?view=all&q=${encodeURIComponent(storm)}`);
    if (status !== 200 || performance.now() - started > SLOW_MS) found.push(`${status} ${list} ${storm}`);
  }
  return found;
}

test('TRUST 62: a search written to be slow takes no longer than another', { timeout: 60_000 }, async () => {
  const world = await busy();
  const [dana, maya] = [as(portal(), world.dana), as(portal(), world.owner)];
  expect(rowsIn((await dana.get('/support?view=all&q=a')).text)).toBeGreaterThan(0);
  expect(await slow(dana, '/support', STORMS)).toEqual([]);
  for (const list of ['/inbox', '/customers']) expect(await slow(maya, list, STORMS)).toEqual([]);
});

test('TRUST 62, control: a search for which the database takes its time is found', async () => {
  const holder = new pg.Client({ connectionString: portal().database.superuser });
  await holder.connect();
  try {
    await holder.query('begin; lock table tickets in access exclusive mode');
    // From before it is asked until longer than it may take.
    const held = sleep(SLOW_MS + 100).then(() => holder.query('rollback'));
    expect(await slow(as(portal(), quiet.dana), '/support', ['a'])).toHaveLength(1);
    await held;
  } finally {
    await holder.end();
  }
});

test('while somebody holds a table, whoever reads what is in it is told that the page comes back, and not that it broke', {
  timeout: 60_000,
}, async () => {
  const { dana, owner } = await busy();
  const holder = new pg.Client({ connectionString: portal().database.superuser });
  await holder.connect();
  try {
    await holder.query('begin; lock table tickets in access exclusive mode');
    const asked = [
      ...['/', '/support', '/support/1'].map((path) => as(portal(), dana).get(path)),
      ...['/inbox', '/inbox/1'].map((path) => as(portal(), owner).get(path)),
    ];
    for (const { status, headers, text } of await Promise.all(asked)) {
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(text).toContain('Back in a moment');
    }
  } finally {
    await holder.end();
  }
});

test('what takes longer than a statement may is asked for again only after a while: it held a connection as long', async () => {
  const holder = new pg.Client({ connectionString: portal().database.superuser });
  await holder.connect();
  try {
    await holder.query('begin; lock table tickets in access exclusive mode');
    const asked = as(portal(), quiet.dana).get('/support');
    // As its limit ends it, and sooner.
    const cancel = `select pg_cancel_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'portico' and wait_event_type = 'Lock'`;
    await expect.poll(() => peek(portal().database, cancel)).not.toEqual([]);
    const { status, headers, text } = await asked;
    expect([status, headers.get('retry-after')]).toEqual([503, '30']);
    expect(text).toContain('data-ask-again="30"');
  } finally {
    await holder.end();
  }
});

test('TRUST 62: a storm of one business’s searches does not keep another waiting for its end', async () => {
  const loud = await busy();
  const team = as(portal(), loud.owner);
  let raging = true;
  let answered = 0;
  // More at once than there are connections to the database.
  const storm = Array.from({ length: 2 * portal().platform.pool.stats().total + 8 }, async (_, n) => {
    while (raging) {
      const { status } = await team.get(`/inbox?view=all&q=${encodeURIComponent(STORMS[n % STORMS.length]!)}`);
      if (status === 200) answered += 1;
    }
  });
  try {
    await expect.poll(() => answered, { timeout: 30_000 }).toBeGreaterThan(storm.length);
    for (let n = 0; n < 5; n += 1) expect(await slow(as(portal(), quiet.dana), '/support', ['zebra'])).toEqual([]);
    expect(portal().platform.pool.stats().waiting).toBeGreaterThan(0);
  } finally {
    raging = false;
    await Promise.all(storm);
  }
});

/** Whether the quiet business gets its list while the loud one's replies wait for a row that somebody holds, and hold as many connections as they may. */
async function answeredWhile(app: TestPortal, held: number): Promise<boolean> {
  const hanging = 24;
  const loud = await newWorld(app);
  const agent = as(app, loud.agent);
  await as(app, loud.dana).submit('/support/new', '/support', { subject: 'Held', urgency: 'slows', body: 'Held' });
  const [ticket] = await peek<{ id: string; number: number }>(
    app.database,
    'select id, number from tickets where workspace_id = $1',
    [loud.workspaceId],
  );
  const path = `/inbox/${ticket!.number}/replies`;
  const form = await agent.form(`/inbox/${ticket!.number}`, path);
  const holder = new pg.Client({ connectionString: app.database.superuser });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from tickets where id = $1 for update', [ticket!.id]);
  try {
    const replies = Array.from({ length: hanging }, () =>
      agent.postRaw(path, { ...form, _once: randomUUID(), body: 'Here' }),
    );
    const { pool } = app.platform;
    await expect.poll(() => pool.stats().waiting).toBe(hanging - held);
    let answered = false;
    const page = as(app, quiet.dana).get('/support');
    void page.then(() => {
      answered = true;
    });
    // Either it is there, or one more waits.
    await expect.poll(() => answered || pool.stats().waiting > hanging - held, { interval: 5 }).toBe(true);
    const first = answered;
    await holder.query('rollback');
    await Promise.all([page, ...replies]);
    return first;
  } finally {
    await holder.end();
  }
}

test('TRUST 62: while one business’s requests hang in the database, another’s are answered', async () => {
  expect(await answeredWhile(portal(), 7)).toBe(true);
});

test('TRUST 62, control: where no connection is kept from whoever has the others, they wait for them', async () => {
  const { database, platform } = portal();
  const pool = createPool(database.app, { max: 4, prepare: true, onError: () => undefined });
  const small = { ...platform, pool };
  expect(await answeredWhile({ ...portal(), platform: small, app: createWeb(small) }, 4)).toBe(false);
  await pool.end();
});

const rowsIn = (text: string): number => text.match(/ id="ticket-[0-9a-f-]{36}"/g)?.length ?? 0;

const MORE = ['limit=100000', 'per_page=100000', 'size=100000', 'offset=-1', 'page=99999999', 'page=-1'];

/** By what a page of the list becomes longer than it is. */
async function longer(app: TestPortal, actor: Actor, list: string): Promise<string[]> {
  const plain = await as(app, actor).get(list);
  expect(rowsIn(plain.text)).toBe(25);
  const found: string[] = [];
  for (const extra of MORE) {
    const asked = await as(app, actor).get(`${list}&${extra}`);
    expect(asked.status, extra).toBe(200);
    if (rowsIn(asked.text) !== 25 || asked.text.length > plain.text.length + 500) found.push(extra);
  }
  return found;
}

test('TRUST 62: no page is longer because somebody asked for more of it', async () => {
  const world = await busy();
  for (const view of ['all', 'reply']) expect(await longer(portal(), world.owner, `/inbox?view=${view}`)).toEqual([]);
  expect(await longer(portal(), world.dana, '/support?view=all')).toEqual([]);
});

test('TRUST 62, control: a list that gives as much as it is asked for is found', async () => {
  const world = await busy();
  const generous = new Hono<Env>();
  // One page after the other, for as long as more is wanted.
  generous.get('/inbox', async (c) => {
    const pages = [];
    for (let next = '/inbox?view=all'; next; ) {
      const { text } = await as(portal(), world.owner).get(next);
      pages.push(text);
      const [, query] = /href="(?:\/\w+)?(\?[^"]*after=[^"]*)"/.exec(text) ?? [];
      next = query && 25 * pages.length < Number(c.req.query('limit')) ? `/inbox${query.replaceAll('&amp;', '&')}` : '';
    }
    return c.html(pages.join(''));
  });
  expect(await longer({ ...portal(), app: generous }, world.owner, '/inbox?view=all')).toEqual(['limit=100000']);
});
