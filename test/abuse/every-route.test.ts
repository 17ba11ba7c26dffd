import { beforeAll, beforeEach, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import type { RouteEntry, Who } from '#platform/http/room.ts';
import { type Answer, as, type Client, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { add } from '../isolation/people.ts';
import { usePortal } from '../portal.ts';
import type { Actor, World } from '../world.ts';
import { fingerprint, formerPeople, openWalls, poisonedFields, tokenFor, type Victim, victim } from './arena.ts';

const portal = usePortal();
let home: Victim;
let away: Victim;
let former: Awaited<ReturnType<typeof formerPeople>>;
let team: { far: Actor; gone: Actor };

beforeAll(async () => {
  home = await victim(portal());
  away = await victim(portal(), 'Lumen Cloud');
  former = await formerPeople(portal(), home.world);
  team = await otherMembers();
  // As it is when the sweeps last: what touches a customer's row by the minute has a reason to.
  await peek(portal().database, "update accounts set active_at = active_at - interval '5 minutes'");
});

/** Somebody of the team for another customer only, and somebody who was sent away. */
async function otherMembers(): Promise<typeof team> {
  const { world } = home;
  await peek(
    portal().database,
    `insert into roles (workspace_id, id, side, key, name, rights, reach)
     select workspace_id, gen_random_uuid(), side, 'far', 'Far', rights, 'assigned' from roles
     where workspace_id = $1 and side = 'member' and key = 'agent'`,
    [world.workspaceId],
  );
  const far = await add(portal(), world, 'members', { name: 'Far Away', role: 'far', accountId: world.accountId });
  const gone = { name: 'Gone Away', role: 'owner', accountId: world.accountId, disabledAt: new Date() };
  await peek(
    portal().database,
    "insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Lead')",
    [world.workspaceId, world.rivalAccountId, far.id],
  );
  return { far, gone: await add(portal(), world, 'members', gone) };
}

// A sweep ends its own session, too: signing out is a route like the others.
beforeEach(() => peek(portal().database, 'update sessions set revoked_at = null'));

/** Somebody who comes with the ids of `home`'s customer to a portal, and what they must not see there. */
interface Attacker {
  actor: Actor | null;
  at: World;
  forbidden: string[];
  /** Whom their session shows them to be; absent where it opens nothing. */
  side?: 'contact' | 'member';
}

const attackers: Record<string, () => Attacker> = {
  'the owner of a rival workspace': () => ({
    actor: away.world.owner,
    at: away.world,
    side: 'member',
    forbidden: both(),
  }),
  'the rival owner’s cookie at the victim’s host': () => ({
    actor: away.world.owner,
    at: home.world,
    forbidden: both(),
  }),
  'a contact of a rival workspace': () => ({
    actor: away.world.dana,
    at: away.world,
    side: 'contact',
    forbidden: both(),
  }),
  'a contact of a rival account': () => ({
    actor: home.world.rival,
    at: home.world,
    side: 'contact',
    forbidden: both(),
  }),
  'a colleague who may only read': () => ({
    actor: home.world.viewer,
    at: home.world,
    side: 'contact',
    forbidden: [home.teamWord],
  }),
  'a member for other customers only': () => ({ actor: team.far, at: home.world, side: 'member', forbidden: both() }),
  'a member who was sent away': () => ({ actor: team.gone, at: home.world, forbidden: both() }),
  'a visitor': () => ({ actor: null, at: home.world, forbidden: both() }),
  'a contact whose access was taken away': () => ({
    actor: former.disabled,
    at: home.world,
    forbidden: both(),
  }),
  'somebody whose session has run out': () => ({
    actor: former.expired,
    at: home.world,
    forbidden: both(),
  }),
};
const both = () => [home.customerWord, home.teamWord];

/** The routes there are, the one that ends the attacker's own session last. */
const entries: RouteEntry[] = rooms
  .flatMap((room) => room.entries)
  .sort((a, b) => Number(a.path === '/sign-out') - Number(b.path === '/sign-out'));

/** Where what differs from one file to another can be seen: whose it is, and where it hangs. */
const OF_FILES = /^\/(files|uploads|photos|help\/pictures)\//;

/** Every address a route has with the victim's ids in its place holders, those of wrong kinds, too; of `few` a single one. */
function addresses(path: string, { known, world }: Victim, few = false): string[] {
  const one = known.ids.slice(0, 1);
  const named: Record<string, string[]> = {
    ':number': [...known.numbers, ...one],
    ':contact': known.contacts,
    ':member': [world.agent.id],
    ':file': [...known.files, known.firsts[1]!],
    ':subject': [world.accountId, ...one],
    ':domain': one,
    ':token': one,
    ':locale': ['en'],
    ':slug': one,
    ':name': ['x.txt'],
    ':kind': ['ticket', 'account', 'file'],
  };
  const fill = (paths: string[], name: string): string[] => {
    const values = named[name] ?? (OF_FILES.test(path) ? known.ids : known.firsts);
    return paths.flatMap((each) => values.slice(0, few ? 1 : undefined).map((value) => each.replace(name, value)));
  };
  return (path.match(/:[a-z]+/g) ?? []).reduce(fill, [path]);
}

/** What a room says at its door to whom it does not let in, whatever an address names; undefined to whom it does. */
function turnsAway(who: Who, { side }: Attacker): number | undefined {
  if (who === 'anyone' || who === side) return undefined;
  if (!side) return who === 'visitor' ? undefined : 303;
  return who === 'visitor' ? 303 : who === 'signed-in' ? undefined : 404;
}

/** All that an address can ask for: words by their beginning, so that an echo of the question is no find. */
function search({ customerWord, teamWord, world, known }: Victim): string {
  const half = (word: string) => word.slice(0, -3);
  return new URLSearchParams([
    ['q', half(customerWord)],
    ['q', half(teamWord)],
    ['view', 'all'],
    ['account', world.accountId],
    ['account_id', world.accountId],
    ['workspace_id', world.workspaceId],
    ['identity', world.dana.identityId],
    ['who', 'all'],
    ['needs', 'all'],
    ['kept', '1'],
    ['mode', 'note'],
    ['next', '/support/1'],
    ['id', known.ids[0]!],
    ['upload', known.ids[0]!],
  ]).toString();
}

const everythingIn = (answer: Answer): string => `${answer.text} ${JSON.stringify([...answer.headers])}`;

/** What went wrong over all routes: a forbidden word in an answer, an answer of 500 and more, or one behind a shut door. */
async function sweep(attacker: Attacker, target: Victim, methods = ['GET', 'POST']): Promise<string[]> {
  const { actor, at, forbidden, side } = attacker;
  const client: Client = actor ? as(portal(), { ...actor, world: at }) : visitor(portal(), at);
  const token = tokenFor(portal(), actor, at);
  const found: string[] = [];
  const note = (what: string, answer: Answer, shut?: number) => {
    // Who asks too often is not even shown the door.
    if (answer.status >= 500 || ![shut ?? answer.status, 429].includes(answer.status))
      found.push(`${what}: ${answer.status}`);
    for (const word of forbidden) if (everythingIn(answer).includes(word)) found.push(`${what}: ${word}`);
  };
  for (const { method, path, who } of entries) {
    if (!methods.includes(method)) continue;
    const shut = turnsAway(who, attacker);
    const all = addresses(path, target, !side || shut !== undefined);
    if (method !== 'GET') {
      for (const address of all) {
        const asked = `${address}?${search(target)}`;
        note(`POST ${asked}`, await client.postRaw(asked, poisonedFields(target, token)), shut);
      }
      continue;
    }
    const ask = async (address: string, at: number) => {
      if (!shut) {
        const plain = await client.get(address);
        note(`GET ${address}`, plain);
        // What is not there for them is not there however one asks: that is tried with the first of a route's addresses.
        if (plain.status >= 400 && at > 0) return;
      }
      const asked = `${address}?${search(target)}`;
      note(`GET ${asked}`, await client.get(asked, { 'turbo-frame': 'latest-notifications' }), shut);
    };
    // Reading changes nothing for another reader.
    await Promise.all(all.map(ask));
  }
  return found;
}

test('the sweep visits every room, with an address for each place holder', () => {
  expect(entries.length).toBeGreaterThan(35);
  for (const { path } of entries) for (const one of addresses(path, home)) expect(one).not.toContain(':');
});

test.each(Object.keys(attackers))(
  'TRUST 1, 2: %s gets no word of the victim from any route',
  { timeout: 300_000 },
  async (who) => {
    const attacker = attackers[who]!();
    const before = await fingerprint(portal(), home);
    expect(await sweep(attacker, home)).toEqual([]);
    expect(await fingerprint(portal(), home)).toEqual(before);
  },
);

test('TRUST 1, 2: no mail that the attacks caused names anything of the victim', async () => {
  await portal().workJobs();
  const mails = await peek<{ all: string }>(
    portal().database,
    `select m::text as all from mails m where m::text like any ($1)
       and not (workspace_id = $2 and (to_address in ($3, $4, $5)))`,
    [
      both().map((word) => `%${word}%`),
      home.world.workspaceId,
      home.world.dana.email,
      home.world.owner.email,
      home.world.agent.email,
    ],
  );
  expect(mails).toEqual([]);
});

test('TRUST 1, control: with a session in the victim’s workspace the same sweep finds both words', {
  timeout: 300_000,
}, async () => {
  const found = await sweep({ actor: home.world.agent, at: home.world, forbidden: both(), side: 'member' }, home, [
    'GET',
  ]);
  expect(found.some((line) => line.includes(home.customerWord))).toBe(true);
  expect(found.some((line) => line.includes(home.teamWord))).toBe(true);
});

test('TRUST 2, control: with the account taken out of the policies the rival account finds the customer’s words', {
  timeout: 300_000,
}, async () => {
  const tables = ['tickets', 'replies', 'contacts', 'accounts', 'attachments'];
  await openWalls(portal(), tables, async () => {
    const rival = attackers['a contact of a rival account']!();
    const found = await sweep(rival, home, ['GET']);
    expect(found.some((line) => line.startsWith('GET /support/1') && line.includes(home.customerWord))).toBe(true);
    expect(found.some((line) => line.startsWith('GET /files/') && line.includes(home.customerWord))).toBe(true);
  });
});

test('TRUST 2, control: with the same walls down a rival’s reply changes what is the victim’s', async () => {
  await openWalls(portal(), ['tickets', 'replies', 'contacts', 'accounts', 'events'], async () => {
    const { rival } = home.world;
    const before = await fingerprint(portal(), home);
    const fields = { ...poisonedFields(home, tokenFor(portal(), rival, home.world)), upload: [] };
    const { status } = await as(portal(), rival).postRaw('/support/1/closure', fields);
    expect(status).toBe(303);
    expect(await fingerprint(portal(), home)).not.toEqual(before);
  });
});
