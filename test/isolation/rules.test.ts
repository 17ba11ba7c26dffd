import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { openRuleAttack, type RuleAttack, type Witness } from './rule-attack.ts';
import { SAME_WITHOUT, WALLED } from './rule-lists.ts';
import { allPoints, pointsIn } from './rule-points.ts';

const portal = usePortal();
let attack: RuleAttack;

/**
 * Who noticed each place the last time, and by which request: they try first, which takes a tenth of the requests. Where they
 * notice nothing any more, or nobody is named, everybody tries everything; `WITNESSES=write` writes down who was found.
 */
const LIST = `${import.meta.dirname}/witnesses.txt`;
type Named = Pick<Witness, 'who' | 'request'>;
const named = new Map<string, Named>(
  readFileSync(LIST, 'utf8')
    .trim()
    .split('\n\n')
    .map((entry) => entry.split('\n  '))
    .map(([point, who, request]) => [point!, { who: who!, request: request! }]),
);
const noticed = new Map<string, Named>();

/** Every rule of the code and all it demands, and every line that asks for a right without a rule. */
const rules = allPoints()
  .filter(({ id, rule }) => rule || /\bmay\(/.test(id))
  .map(({ id }) => id);
const listed = (list: typeof WALLED, point: string): boolean => list.some(([which]) => which.test(point));

/** One after the other: what a rule says is said to all of the process. */
async function eachWitness(points: string[]): Promise<(Witness | null)[]> {
  const found: (Witness | null)[] = [];
  for (const point of points) {
    const witness = await attack.witness(point, named.get(point));
    if (witness) noticed.set(point, witness);
    found.push(witness);
  }
  return found;
}

/** Those that can be taken away without anybody noticing. */
async function unnoticed(points: string[]): Promise<string[]> {
  const found = await eachWitness(points);
  return points.filter((_, at) => !found[at]);
}

describe('with a rule taken away', () => {
  beforeAll(async () => {
    attack = await openRuleAttack(portal());
  }, 300_000);

  afterAll(() => {
    if (process.env.WITNESSES !== 'write') return;
    const entries = [...noticed].sort().map(([point, { who, request }]) => `${point}\n  ${who}\n  ${request}\n`);
    writeFileSync(LIST, entries.join('\n'));
  });

  test('TRUST 35, control: whichever rule it is, or part of one, somebody gets where they were refused', {
    timeout: 600_000,
  }, async () => {
    expect(attack.requests.length).toBeGreaterThan(500);
    expect(rules.length).toBeGreaterThan(200);
    const tried = rules.filter((point) => !listed(SAME_WITHOUT, point) && !listed(WALLED, point));
    expect(tried.length).toBeGreaterThan(100);
    expect(await unnoticed(tried)).toEqual([]);
  });

  test('control: a rule that nobody is held by is found', async () => {
    const made = pointsIn(
      'const mayLaunch = (actor: Actor): boolean => actor.kind === "member" && may(actor, "x");',
      'a.ts',
    );
    expect(made.map(({ id }) => id)).toHaveLength(3);
    expect(await unnoticed(made.map(({ id }) => id))).toEqual(made.map(({ id }) => id));
  });

  test('control: whom the list names wrongly is not believed, and who does notice is found all the same', async () => {
    const wrong = { who: 'without customers.see', request: 'GET /customers/new' };
    const mayShare = rules.find((point) => point.startsWith('features/guests/share.ts mayShare: '))!;
    const mayAdd = rules.find((point) => point.startsWith('features/accounts/access.ts mayAddAccount: '))!;
    expect(await attack.witness(mayAdd, wrong)).toMatchObject(wrong);
    expect(await attack.witness('a.ts mayLaunch: true', wrong)).toBeNull();
    expect((await attack.witness(mayShare, wrong))?.who).toBe('without contacts.invite');
  });

  test('TRUST 35: behind a rule that makes no difference by itself stand the walls; control: without both it does', {
    timeout: 120_000,
  }, async () => {
    const walled = rules.filter((point) => listed(WALLED, point) && !listed(SAME_WITHOUT, point));
    const through = await attack.withoutWalls(() => eachWitness(walled));
    expect(walled.filter((_, at) => !through[at])).toEqual([]);
    const alone: string[] = [];
    for (const [at, point] of walled.entries()) if (await through[at]!.again()) alone.push(point);
    expect(alone).toEqual([]);
    const names = WALLED.flatMap(([, policies]) => policies.split(', '));
    const rows = await peek<{ name: string }>(
      portal().database,
      `select polrelid::regclass || '.' || polname as name from pg_policy`,
    );
    expect(names.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
  });

  test('every entry of the lists is about a rule there is', () => {
    const unused = [...SAME_WITHOUT, ...WALLED].filter(([which]) => !rules.some((point) => which.test(point)));
    expect(unused.map(([which]) => String(which))).toEqual([]);
  });
});

test('control: a place is found in a rule, in a line that asks it, and in one that throws', () => {
  const code = `
    const mayWave = (actor: Actor, flag: Flag): boolean => (actor.kind === 'member' && flag.up) || actor.kind === 'system';
    export function mayBow({ actor }: Ctx): boolean { if (!actor) return false; return may(actor, 'bow'); }
    const isBlue = (flag: Flag): boolean => flag.blue;
    function wave(ctx: Ctx) { demand(mayWave(ctx.actor, ctx.flag)); }
    room.get('/flags', 'member', (ctx) => { if (!mayBow(ctx)) throw notFound(); if (!ctx.flag) throw notFound(); });`;
  expect(pointsIn(code, 'src/flags.ts').map(({ id, rule }) => `${rule ? 'rule' : 'line'} ${id}`)).toEqual([
    "rule flags.ts mayWave: (actor.kind === 'member' && flag.up) || actor.kind === 'system'",
    "rule flags.ts mayWave: actor.kind === 'member'",
    'rule flags.ts mayWave: flag.up',
    'rule flags.ts mayBow: false',
    "rule flags.ts mayBow: may(actor, 'bow')",
    'line flags.ts wave: mayWave(ctx.actor, ctx.flag)',
    'line flags.ts : !mayBow(ctx)',
  ]);
});
