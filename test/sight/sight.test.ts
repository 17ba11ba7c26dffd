import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findSeen, type Someone, whoSees } from '#features/visibility/index.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { type Db, inScope } from '#platform/db/scope.ts';
import type { Ctx } from '#platform/http/context.ts';
import { audible } from '#platform/live/walls.ts';
import { as } from '../client.ts';
import { usePortal } from '../portal.ts';
import type { Actor } from '../world.ts';
import { type Graph, graph, plain, still } from './graphs.ts';
import { arrange, numberOf, openSight, type SightWorld } from './world.ts';

// Random roles, flags, rules, teams and tickets. Of every person and every thing: what the panel says, and what they can
// really read through the policies, are the same; and pages, search, files and live topics say so, too.

const portal = usePortal();
let sight: SightWorld;

beforeAll(async () => {
  sight = await openSight(portal());
}, 120_000);
afterAll(() => sight?.superuser.end());

/** The things that are asked about: a kind of the panel, and the ids that whoever asks can read. Another one is a row. */
const THINGS: { kind: string; readable: ReturnType<typeof sql<{ id: string }>> }[] = [
  { kind: 'ticket', readable: sql<{ id: string }>`select id from tickets` },
  { kind: 'file', readable: sql<{ id: string }>`select id from attachments where ticket_id is not null` },
  { kind: 'account', readable: sql<{ id: string }>`select id from accounts` },
  { kind: 'contact', readable: sql<{ id: string }>`select id from contacts` },
  { kind: 'value', readable: sql<{ id: string }>`select field_id || '.' || subject_id as id from field_values` },
];

/** What hangs on tickets: whoever sees the ticket sees these of it. */
const ALONG: { name: string; of: ReturnType<typeof sql<{ id: string }>> }[] = [
  { name: 'replies', of: sql<{ id: string }>`select distinct ticket_id as id from replies` },
  {
    name: 'events',
    of: sql<{ id: string }>`select distinct subject_id as id from events where subject_type = 'ticket'`,
  },
  { name: 'list', of: sql<{ id: string }>`select ticket_id as id from app.found_tickets('{needle}', '{en}')` },
  {
    name: 'search',
    of: sql<{ id: string }>`select of_id as id from app.search('{needle}', '{en}', '{ticket}', 100)`,
  },
  {
    name: 'typing error',
    of: sql<{ id: string }>`select of_id as id from app.search('{nedle}', '{en}', '{ticket}', 100)`,
  },
  { name: 'entry', of: sql<{ id: string }>`select object_id as id from search_entries where kind = 'ticket'` },
];

const throughWalls = <T>(actor: Actor, work: (db: Db) => Promise<T>): Promise<T> =>
  inScope(
    portal().platform.pool,
    { workspaceId: sight.world.workspaceId, tokenHash: sha256Hex(actor.token), readOnly: true },
    async (db) => ({ value: await work(db), commit: true }),
  );

const idsOf = async (db: Db, query: ReturnType<typeof sql<{ id: string }>>): Promise<string[]> =>
  (await query.execute(db)).rows.map(({ id }) => id);

/** What somebody really reads: the ids by kind. */
const readings = (actor: Actor) =>
  throughWalls(actor, async (db) => {
    const read = new Map<string, Set<string>>();
    for (const { kind, readable } of THINGS) read.set(kind, new Set(await idsOf(db, readable)));
    for (const { name, of } of ALONG) read.set(name, new Set(await idsOf(db, of)));
    read.set(
      'live',
      new Set(
        await audible(
          db,
          sight.world.workspaceId,
          sight.tickets.map((id) => `ticket:${id}`),
        ),
      ),
    );
    return read;
  });

/** What the panel says of one thing: the ids of those who see it. It is asked as the owner, who sees all. */
const said = (kind: string, id: string): Promise<Set<string>> =>
  throughWalls(sight.world.owner, async (db) => {
    const ctx = {
      db,
      workspace: { id: sight.world.workspaceId },
      actor: { kind: 'member' },
      reader: { locale: 'en' },
    } as unknown as Ctx;
    const answers = await whoSees(ctx, await findSeen(ctx, kind, id));
    return new Set(answers.filter(({ verdict }) => verdict.sees).map(({ who }: { who: Someone }) => who.id));
  });

const differences = async (): Promise<string[]> => {
  const all = new Map<string, Set<string>>();
  for (const { kind, readable } of THINGS)
    all.set(kind, new Set(await throughWalls(sight.world.owner, (db) => idsOf(db, readable))));
  const panel = new Map<string, Set<string>>();
  for (const [kind, ids] of all) for (const id of ids) panel.set(`${kind} ${id}`, await said(kind, id));
  const found: string[] = [];
  for (const person of sight.people) {
    const read = await readings(person);
    for (const [kind, ids] of all)
      for (const id of ids) {
        const [told, real] = [panel.get(`${kind} ${id}`)!.has(person.id), read.get(kind)!.has(id)];
        if (told !== real) found.push(`${person.name}, ${kind}: the panel says ${told}, the walls say ${real}`);
      }
    for (const { name } of ALONG)
      for (const id of sight.tickets)
        if (read.get(name)!.has(id) !== read.get('ticket')!.has(id)) found.push(`${person.name}: ${name} of a ticket`);
    for (const id of sight.tickets)
      if (read.get('live')!.has(`ticket:${id}`) !== read.get('ticket')!.has(id)) found.push(`${person.name}: live`);
  }
  return found;
};

/** The same through the door, for one contact: pages, lists, search, and files. */
async function throughTheDoor(person: Actor): Promise<string[]> {
  const [{ off }] = (
    await sight.superuser.query('select disabled_at is not null as off from contacts where id = $1', [person.id])
  ).rows as [{ off: boolean }];
  if (off) return [];
  const client = as(portal(), person);
  const read = await readings(person);
  const found: string[] = [];
  const [list, search, everything, palette] = [
    await client.get('/support?view=all'),
    await client.get('/support?view=all&q=needle'),
    await client.get('/search?q=nedle'),
    await client.get('/search/palette?q=needle', { accept: 'text/vnd.portico.palette' }),
  ];
  for (const [at, id] of sight.tickets.entries()) {
    const sees = read.get('ticket')!.has(id);
    const page = await client.get(`/support/${numberOf(at)}`);
    if (page.status !== (sees ? 200 : 404)) found.push(`${person.name}: page ${at + 1} answers ${page.status}`);
    for (const [what, { text }] of Object.entries({ list, search, everything, palette }))
      if (text.includes(`/support/${numberOf(at)}"`) !== sees) found.push(`${person.name}: ${what} of ${at + 1}`);
    const { rows } = await sight.superuser.query('select id, reply_id from attachments where ticket_id = $1', [id]);
    for (const file of rows) {
      const { status } = await client.get(`/files/${file.id}/a.txt`);
      if ((status === 404) === (sees && file.reply_id !== null))
        found.push(`${person.name}: file of ${at + 1}: ${status}`);
    }
  }
  return found;
}

test('TRUST 2: what the panel says is what the walls do, for every person and every thing, in any graph of roles, rules and people', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(graph, async (given) => {
      await arrange(sight, given);
      expect(await differences()).toEqual([]);
      expect(await throughTheDoor(sight.people[given.visitor]!)).toEqual([]);
    }),
    { numRuns: Number(process.env.GRAPHS ?? 12), endOnFailure: true },
  );
});

/** A function of the database with a hole in it, for as long as the work takes. */
async function broken(name: string, from: RegExp, to: string, work: () => Promise<void>): Promise<void> {
  const { rows } = await sight.superuser.query<{ said: string }>('select pg_get_functiondef($1::regproc) as said', [
    name,
  ]);
  const other = rows[0]!.said.replace(from, to);
  expect(other).not.toBe(rows[0]!.said);
  await sight.superuser.query(other);
  try {
    await work();
  } finally {
    await sight.superuser.query(rows[0]!.said);
  }
}

test('TRUST 2, control: a wall that lets named people through where only who asked sees is found', async () => {
  await arrange(sight, still);
  expect(await differences()).toEqual([]);
  await broken('app.named_tickets', /and app\.colleagues\(\) <> 'own'/, '', async () => {
    expect((await differences()).join()).toContain('Dea, ticket: the panel says false, the walls say true');
  });
});

test('TRUST 2, control: a panel that forgets a rule is found, because the walls know better', async () => {
  await arrange(sight, { ...still, usual: plain('everyone') } as Graph);
  expect(await differences()).toEqual([]);
  await sight.superuser.query('alter policy wall on tickets using (workspace_id = app.workspace() and app.sees_all())');
  expect((await differences()).length).toBeGreaterThan(0);
});
