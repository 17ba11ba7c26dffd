import { expect, test } from 'vitest';
import type { Pool } from '../db/pool.ts';
import { createPortals } from './portals.ts';

const row = (name: string) => ({
  portal_id: name,
  host: 'a.example',
  closed: false,
  workspace_id: name,
  name,
  brand: {},
});

/** A database that answers when it is told to. */
function slowly() {
  const waiting: ((rows: unknown[]) => void)[] = [];
  const question = () => new Promise((answer) => waiting.push(answer));
  return { pool: { question } as unknown as Pool, waiting };
}

test('of a thousand who come at once for one host, one asks the database', async () => {
  const { pool, waiting } = slowly();
  const portals = createPortals(pool);
  const all = Array.from({ length: 1_000 }, () => portals.find('a.example'));
  expect(waiting).toHaveLength(1);
  waiting[0]!([row('one')]);
  expect(new Set((await Promise.all(all)).map((portal) => portal?.id))).toEqual(new Set(['one']));
  expect(portals.known('a.example')?.id).toBe('one');
});

test('what is forgotten while it is looked for is asked for anew, and what the first heard is not kept', async () => {
  const { pool, waiting } = slowly();
  const portals = createPortals(pool);
  const first = portals.find('a.example');
  portals.forget();
  const second = portals.find('a.example');
  expect(waiting).toHaveLength(2);
  waiting[1]!([row('new')]);
  await second;
  waiting[0]!([row('old')]);
  await first;
  expect(portals.known('a.example')?.id).toBe('new');
});
