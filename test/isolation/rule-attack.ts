import type { Ask, Pool } from '#platform/db/pool.ts';
import { contactRights, memberRights } from '#platform/rights.ts';
import { tokenFor } from '../abuse/arena.ts';
import { as, type Client } from '../client.ts';
import { peek } from '../database.ts';
import { formsWorld } from '../ledgers/forms-world.ts';
import type { TestPortal } from '../portal.ts';
import type { World } from '../world.ts';
import { add } from './people.ts';
import { allPoints } from './rule-points.ts';
import { addressOf, byHand, type Request, requestsOn, SELF } from './rule-requests.ts';

/** Somebody who may do everything of their side but one thing. */
interface Attacker {
  id: string;
  name: string;
  side: 'member' | 'contact';
  client: Client;
  token: string;
  /** The one right they have not. */
  lacks: string | undefined;
}

interface Said {
  status: number;
  /** Which places said no. */
  no: Set<string>;
  yes: Set<string>;
}

export interface Witness {
  who: string;
  request: string;
  before: number;
  after: number;
  /** What else had to be loosened: places behind which another one says no as well. */
  besides: string[];
  /** Whether they are through once more, with the same taken away. */
  again(): Promise<boolean>;
}

/** The function it is part of: all that a rule demands makes up one answer. */
const ruleOf = (point: string): string => point.slice(0, point.indexOf(': '));
const refused = (status: number): boolean => status === 403 || status === 404 || status === 409;
const passed = (status: number): boolean => status < 400 || status === 422;

export interface RuleAttack {
  requests: Request[];
  /** While it works the walls of the database do not ask for rights, nor for whose customers and tickets somebody may touch. */
  withoutWalls<T>(work: () => Promise<T>): Promise<T>;
  /** Somebody who gets further with this place saying yes than with it saying no: who likely does tries first, then everybody. */
  witness(point: string, likely?: Pick<Witness, 'who' | 'request'>): Promise<Witness | null>;
}

export async function openRuleAttack(portal: TestPortal): Promise<RuleAttack> {
  const { home, people, crawl } = await formsWorld(portal);
  const { world } = home;
  await people.owner!.submit('/settings/visibility', '/settings/visibility', {
    see: 'everyone',
    may: 'read',
    accounts_choose: 'yes',
  });
  const attackers = await almostEverybody(portal, world);
  // Who may not publish looks after something that is published.
  const author = attackers.find(({ lacks }) => lacks === 'articles.publish')!.id;
  await peek(portal.database, 'update articles set owner_id = $2 where workspace_id = $1 and number = 1', [
    world.workspaceId,
    author,
  ]);
  const pages = { member: await crawl(people.owner!), contact: await crawl(people.contact!) };
  await peek(portal.database, 'update sessions set revoked_at = null');
  keepNothing(portal);
  const full = {
    member: { id: world.owner.id, client: people.owner!, token: tokenFor(portal, world.owner, world) },
    contact: { id: world.dana.id, client: people.contact!, token: tokenFor(portal, world.dana, world) },
  };

  async function say(
    request: Request,
    by: Pick<Attacker, 'id' | 'client' | 'token'>,
    loose: ReadonlySet<string>,
  ): Promise<Said> {
    const said = { no: new Set<string>(), yes: new Set<string>() };
    const before = [...by.client.cookies];
    globalThis.askRule = (point, holds) => {
      if (loose.has(point)) return true;
      (holds ? said.yes : said.no).add(point);
      return holds;
    };
    const asked =
      request.method === 'GET'
        ? by.client.get(request.path)
        : by.client.postRaw(request.path.replace(SELF, by.id), { ...request.fields, _token: by.token });
    // What is refused in the middle of a file breaks off.
    const { status } = await asked.catch(() => ({ status: 500 }));
    globalThis.askRule = (_, holds) => holds;
    // A session that came with the answer was not kept.
    by.client.cookies.clear();
    for (const [name, value] of before) by.client.cookies.set(name, value);
    return { ...said, status };
  }

  const requests = [
    ...(['member', 'contact'] as const).flatMap((side) => requestsOn(pages[side], side)),
    ...(await byHand(portal, world)),
  ];
  const inTheCode = new Set(allPoints().map(({ id }) => ruleOf(id)));
  /** The requests that ask this rule: those of its own room first, and first what little is asked of, for that says most about it. */
  async function* asking(point: string): AsyncGenerator<[Request, Set<string>]> {
    const rule = ruleOf(point);
    // Nobody asks what is not there.
    if (!inTheCode.has(rule)) return;
    for (const own of [true, false]) {
      const found: [Request, Set<string>][] = [];
      for (const request of requests) {
        if (point.startsWith(`features/${request.room}/`) !== own) continue;
        request.asked ??= await askedOf(request);
        const { asked } = request;
        if ([...asked].some((one) => ruleOf(one) === rule)) found.push([request, asked]);
      }
      yield* found.sort(([, a], [, b]) => a.size - b.size);
    }
  }

  async function askedOf(request: Request): Promise<Set<string>> {
    const { yes, no } = await say(request, full[request.side], new Set());
    return new Set([...yes, ...no]);
  }

  const known = new Map<string, Said>();
  async function asTheyAre(request: Request, who: Attacker): Promise<Said> {
    const key = `${request.method} ${request.path} ${requests.indexOf(request)} ${who.name}`;
    const said = known.get(key) ?? (await say(request, who, new Set()));
    known.set(key, said);
    return said;
  }

  /**
   * Lets this rule say yes, and then whatever else still says no, until the attacker is through; and looks whether they are
   * refused again by this rule alone.
   */
  async function through(point: string, request: Request, who: Attacker): Promise<Witness | null> {
    const before = await asTheyAre(request, who);
    if (!refused(before.status)) return null;
    const loose = new Set([point]);
    for (let step = 0; step < 4; step++) {
      const now = await say(request, who, loose);
      if (passed(now.status)) {
        loose.delete(point);
        if (passed((await say(request, who, loose)).status)) return null;
        const where = addressOf(request);
        const again = async () => passed((await say(request, who, new Set([...loose, point]))).status);
        return { who: who.name, request: where, before: before.status, after: now.status, besides: [...loose], again };
      }
      const more = [...now.no].filter((other) => !loose.has(other) && ruleOf(other) !== ruleOf(point));
      if (more.length === 0) return null;
      for (const other of more) loose.add(other);
    }
    return null;
  }

  return {
    requests,
    async withoutWalls(work) {
      known.clear();
      const walls = ['has_right(text)', 'sees_all()', 'answers()'].map((name) => `app.${name}`);
      const rows = await peek<{ said: string }>(
        portal.database,
        'select pg_get_functiondef(wall::regprocedure) as said from unnest($1::text[]) wall',
        [walls],
      );
      for (const { said } of rows) {
        const open = said.replace(/\bselect /i, 'select true or ');
        if (open === said) throw new Error(`a wall that cannot be opened: ${said}`);
        await peek(portal.database, open);
      }
      try {
        return await work();
      } finally {
        for (const { said } of rows) await peek(portal.database, said);
        known.clear();
      }
    },
    async witness(point, likely) {
      // Budgets are counted apart from what a request keeps.
      await peek(portal.database, 'delete from rate_limits');
      const first = attackers.find(({ name }) => name === likely?.who);
      for (const request of requests) {
        if (!first || first.side !== request.side || addressOf(request) !== likely?.request) continue;
        const found = await through(point, request, first);
        if (found) return found;
      }
      for await (const [request, asked] of asking(point)) {
        const said = [point, ...asked].join(' ');
        for (const who of attackers) {
          if (who.side !== request.side || !concerns(who, point, said)) continue;
          const found = await through(point, request, who);
          if (found) return found;
        }
      }
      return null;
    },
  };
}

/** Whether what this attacker lacks is asked for there; who lacks no one right by name is tried everywhere. */
function concerns({ lacks }: Attacker, point: string, asked: string): boolean {
  if (!lacks) return true;
  return point.includes("may(actor, '") ? point.includes(`'${lacks}'`) : asked.includes(`'${lacks}'`);
}

/** Of each side one without each of its rights, and those who are less in another way. */
async function almostEverybody(portal: TestPortal, world: World): Promise<Attacker[]> {
  const attackers: Attacker[] = [];
  const join = async (
    side: Attacker['side'],
    name: string,
    rights: readonly string[],
    more: { reach?: string; lacks?: string } = {},
  ) => {
    const key = name.replaceAll(/\W/g, '_');
    await peek(
      portal.database,
      `insert into roles (workspace_id, id, side, key, name, rights, reach) values ($1, gen_random_uuid(), $2, $3, $3, $4, $5)`,
      [world.workspaceId, side, key, rights, more.reach ?? 'all'],
    );
    const actor = await add(portal, world, `${side}s`, { name, role: key, accountId: world.accountId });
    if (side === 'member') {
      await peek(
        portal.database,
        `insert into account_members (workspace_id, account_id, member_id, role) values ($1, $2, $3, 'Helper')`,
        [world.workspaceId, world.accountId, actor.id],
      );
    }
    const token = tokenFor(portal, actor, world);
    attackers.push({ id: actor.id, name, side, client: as(portal, actor), token, lacks: more.lacks });
  };
  for (const [side, rights] of [
    ['member', memberRights],
    ['contact', contactRights],
  ] as const) {
    const all: readonly string[] = rights;
    for (const lacks of all) {
      const others = all.filter((one) => one !== lacks);
      await join(side, `without ${lacks}`, others, { lacks });
    }
    await join(side, `${side} who is not the owner`, all);
  }
  await join('member', 'member for some customers', memberRights, { reach: 'assigned' });
  await join('member', 'member who only looks', ['customers.see']);
  await join('contact', 'contact who only looks', []);
  return attackers;
}

/** From here on no transaction, and no question by itself, keeps what it wrote: everybody may try everything, and finds all as it was. */
function keepNothing({ platform }: TestPortal): void {
  const { pool } = platform;
  const connect: Pool['connect'] = async (whose) => {
    const connection = await pool.connect(whose);
    const ask: Ask = async (text, values) => {
      const done = await connection.ask(text === 'commit' ? 'rollback' : text, values);
      return text === 'commit' ? { ...done, command: 'COMMIT' } : done;
    };
    return { ...connection, ask };
  };
  const question: Pool['question'] = async <Row extends object>(
    text: string,
    values: unknown[] = [],
    whose?: string,
  ) => {
    const { ask, release } = await pool.connect(whose);
    try {
      await ask('begin');
      return (await ask(text, values)).rows as Row[];
    } finally {
      await ask('rollback').finally(() => release());
    }
  };
  Object.assign(platform, { pool: { ...pool, connect, question } });
}
