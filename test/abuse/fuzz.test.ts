import fc from 'fast-check';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import type { Actor } from '../world.ts';
import { bodies, header, pairs, word } from './arbitraries.ts';
import { tokenFor, type Victim, victim } from './arena.ts';

/** A failing run prints its seed; FUZZ_SEED replays it, FUZZ_RUNS makes it long. */
const seed = Number(process.env.FUZZ_SEED ?? 20_261_122);
const numRuns = Number(process.env.FUZZ_RUNS ?? 160);
const PATIENCE_MS = 10_000;

const portal = usePortal();
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
});
beforeEach(() => peek(portal().database, 'update sessions set revoked_at = null; delete from rate_limits'));

const entries = rooms.flatMap((room) => room.entries);

const encode = (list: [string, string][]): string =>
  new URLSearchParams(
    list.map(([key, value]): [string, string] => [key.toWellFormed(), value.toWellFormed()]),
  ).toString();

/** Fills the place holders of a route; what cannot stand in a path is escaped. */
const fill = (path: string, words: string[]): string =>
  path.replace(/:[a-z]+/g, () => encodeURIComponent((words.shift() ?? '1').toWellFormed()) || '1');

interface Asked {
  method: string;
  address: string;
  headers: Record<string, string>;
  body?: BodyInit;
}

async function ask(actor: Actor | null, { method, address, headers, body }: Asked) {
  const { host, origin } = home.world;
  const cookie: Record<string, string> = actor ? { cookie: `portico_session=${actor.token}` } : {};
  const started = performance.now();
  const response = await portal().app.request(`${origin}${address}`, {
    method,
    headers: { host: `${host}:3000`, origin, ...cookie, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - started, headers: response.headers };
}

/** What no answer may be, however foolish the question. */
function fault({ status, text, ms }: { status: number; text: string; ms: number }): string | null {
  if (status >= 500) return `${status}`;
  if (ms > PATIENCE_MS) return `${Math.round(ms)} ms`;
  if (/\n\s+at .*:\d+:\d+|node_modules\/|invalid input syntax|\bselect "|kysely|postgres:\/\//i.test(text))
    return 'tells its insides';
  return null;
}

const people = (): Record<string, Actor | null> => ({
  customer: home.world.dana,
  team: home.world.owner,
  visitor: null,
});

test.each(['customer', 'team', 'visitor'])(
  'TRUST 61: nothing in an address or a header makes a page of the %s fail',
  { timeout: 120_000 },
  async (who) => {
    const gets = entries.filter((entry) => entry.method === 'GET');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...gets),
        fc.array(word, { minLength: 2, maxLength: 2 }),
        pairs,
        header,
        async ({ path }, words, query, headers) => {
          const asked = { method: 'GET', address: `${fill(path, words)}?${encode(query)}`, headers };
          expect(fault(await ask(people()[who]!, asked)), asked.address).toBe(null);
        },
      ),
      { seed, numRuns },
    );
  },
);

test.each(['customer', 'team', 'visitor'])(
  'TRUST 61: nothing in a form makes a route of the %s fail',
  { timeout: 120_000 },
  async (who) => {
    const actor = people()[who]!;
    const token = tokenFor(portal(), actor, home.world);
    const posts = entries.filter((entry) => entry.method === 'POST' && entry.path !== '/sign-out');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...posts),
        fc.array(word, { minLength: 2, maxLength: 2 }),
        pairs,
        fc.boolean(),
        async ({ path }, words, fields, multipart) => {
          const all: [string, string][] = [...fields, ['_token', token]];
          const form = new FormData();
          for (const [key, value] of all) form.append(key.toWellFormed(), value.toWellFormed());
          const asked: Asked = multipart
            ? { method: 'POST', address: fill(path, words), headers: {}, body: form }
            : {
                method: 'POST',
                address: fill(path, words),
                headers: { 'content-type': 'application/x-www-form-urlencoded' },
                body: encode(all),
              };
          expect(fault(await ask(actor, asked)), `${asked.address} ${encode(all)}`).toBe(null);
          await peek(portal().database, 'delete from rate_limits');
        },
      ),
      { seed, numRuns: Math.ceil(numRuns * 0.7) },
    );
  },
);

test('TRUST 61: a body that is no form of ours is refused in little time, in the words of a program when it asks for them', {
  timeout: 60_000,
}, async () => {
  const { dana } = home.world;
  for (const [what, type, body] of bodies()) {
    for (const address of ['/support', '/support/1/replies', '/uploads', '/preferences', '/sign-in/password']) {
      const answer = await ask(dana, {
        method: 'POST',
        address,
        headers: { 'content-type': type, accept: 'application/json' },
        body,
      });
      expect(fault(answer), `${what} to ${address}`).toBe(null);
      expect(answer.status, `${what} to ${address}`).toBeGreaterThanOrEqual(400);
      expect(answer.headers.get('content-type'), `${what} to ${address}`).toContain('application/problem+json');
      expect(JSON.parse(answer.text)).toMatchObject({ status: answer.status, type: 'about:blank' });
    }
  }
});

test('TRUST 61: HEAD answers as GET does, everywhere', async () => {
  for (const { path } of entries.filter((entry) => entry.method === 'GET')) {
    const address = fill(
      path,
      path.startsWith('/customers')
        ? [home.world.accountId]
        : path.startsWith('/files')
          ? [home.known.ids[0]!, 'x']
          : ['1'],
    );
    for (const actor of [home.world.dana, home.world.owner, null]) {
      const [get, head] = [
        await ask(actor, { method: 'GET', address, headers: {} }),
        await ask(actor, { method: 'HEAD', address, headers: {} }),
      ];
      expect([head.status, head.text], address).toEqual([get.status, '']);
    }
  }
});

test('TRUST 61, control: the same judge sees an answer of 500, a stack, and a query', () => {
  const calm = { status: 200, text: '', ms: 1 };
  expect(fault(calm)).toBe(null);
  expect(fault({ ...calm, status: 500 })).toBe('500');
  expect(fault({ ...calm, ms: PATIENCE_MS + 1 })).toContain('ms');
  expect(fault({ ...calm, text: new Error('x').stack! })).toBe('tells its insides');
  expect(fault({ ...calm, text: 'invalid input syntax for type uuid' })).toBe('tells its insides');
});

test('TRUST 61, control: a handler that fails is an answer of 500 to the same question', async () => {
  await peek(portal().database, 'alter table tickets rename column subject to gone');
  try {
    expect(fault(await ask(home.world.dana, { method: 'GET', address: '/support', headers: {} }))).toBe('500');
  } finally {
    await peek(portal().database, 'alter table tickets rename column gone to subject');
  }
});
