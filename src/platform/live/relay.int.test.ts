import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '#platform/log.ts';
import { cloneDatabase, peek, type TestDatabase } from '#test/database.ts';
import { createHub, type Hub } from './hub.ts';
import { createRelay } from './relay.ts';

const log = createLog({ level: 'silent' });
let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

/** A way to the database that is cut as soon as `at` says so of what is sent, or on which that is lost; whoever comes again gets through. */
async function cutting(at: (text: string) => boolean | 'lost') {
  const url = new URL(database.app);
  const path = `${url.searchParams.get('host')}/.s.PGSQL.${url.searchParams.get('port') ?? 5432}`;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(path);
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const one of [near, far]) {
      open.add(one);
      one.on('error', end).on('close', end);
    }
    near.on('data', (chunk) => {
      const cut = at(chunk.toString('latin1'));
      if (cut === true) end();
      else if (cut !== 'lost') far.write(chunk);
    });
    far.pipe(near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  url.search = '';
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    end: () => {
      for (const one of open) one.destroy();
      server.close();
    },
  };
}

const listening = async (): Promise<number> =>
  (
    await peek<{ n: number }>(
      database,
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'portico live'
       and query like 'select app.live_head%' and state = 'idle'`,
    )
  )[0]!.n;

test('what is told while the connection ends in the middle of it is heard by the other processes all the same', async () => {
  let notices = 0;
  const way = await cutting((text) => text.includes('pg_notify') && ++notices === 2);
  const teller = createRelay(way.url, log);
  const hearer = createRelay(database.app, log);
  const here: Hub = createHub(teller.relay);
  const there = createHub(hearer.relay);
  const workspaceId = '01900000-0000-7000-8000-000000000001';
  // Too many for one notice.
  const topics = Array.from({ length: 1_000 }, (_, n) => `ticket:${n}-and-a-few-letters-more`);
  const heard = new Set<string>();
  const missed = new Set<string>();
  there.add({
    workspaceId,
    sessionId: 'x',
    topics,
    changed: (changed) => {
      for (const topic of changed) heard.add(topic);
    },
    close: () => undefined,
  });
  try {
    teller.connect(here);
    hearer.connect(there);
    await expect.poll(listening, { interval: 20 }).toBe(2);
    here.publish(workspaceId, topics);
    await expect.poll(() => notices, { interval: 10 }).toBeGreaterThanOrEqual(2);
    // Control: at this moment the others have heard a part.
    for (const topic of topics) if (!heard.has(topic)) missed.add(topic);
    expect(missed.size).toBeGreaterThan(0);
    await expect.poll(() => heard.size, { interval: 50 }).toBe(topics.length);
  } finally {
    await Promise.all([teller.stop(), hearer.stop()]);
    way.end();
    here.stop();
    there.stop();
  }
});

test('what is told while PostgreSQL hangs is no complaint of the driver, which would stand among the log’s lines', async () => {
  const complaints: string[] = [];
  const hear = ({ message }: Error) => complaints.push(message);
  process.on('warning', hear);
  let told = 0;
  const way = await cutting((text) => {
    if (!text.includes('pg_notify')) return false;
    told += 1;
    return 'lost';
  });
  const { relay, connect, stop } = createRelay(way.url, log);
  const hub = createHub(relay);
  try {
    connect(hub);
    await expect.poll(listening, { timeout: 15_000 }).toBe(1);
    for (const topic of ['one', 'two', 'three', 'four']) {
      relay('01900000-0000-7000-8000-000000000001', [topic]);
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    await expect.poll(() => told, { timeout: 15_000 }).toBeGreaterThan(0);
  } finally {
    way.end();
    await stop();
    hub.stop();
    process.off('warning', hear);
  }
  expect(complaints.filter((message) => message.includes('client.query()'))).toEqual([]);
});
