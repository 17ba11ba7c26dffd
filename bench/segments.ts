/**
 * What it takes to weigh 50,000 customers for twenty segments, and one customer after a change. Built and run by bench/main.ts,
 * with a database of its own.
 */
import { sql } from 'kysely';
import pg from 'pg';
import '#app/features.ts';
import { attributesOf, type Condition, findSegment, makeSegment } from '#features/segments/index.ts';
import { weigh, weighAccount } from '#features/segments/weigh.ts';
import { createWorkspace } from '#features/workspaces/index.ts';
import { loadConfig } from '#platform/config.ts';
import { newId } from '#platform/db/ids.ts';
import type { Ctx } from '#platform/http/context.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { createLog } from '#platform/log.ts';
import { bringUpToDate, openDatabase } from '../src/commands/database.ts';
import { openPlatform } from '../src/commands/open-platform.ts';

const ACCOUNTS = 50_000;

const config = loadConfig(process.env);
const log = createLog({ level: 'warn' });
const database = await openDatabase(config, log, 'own');
await bringUpToDate(database.urls, log);
const { platform } = await openPlatform(config, log, database.urls);
const brand = { color: '#6846e8', radius: 'soft', font: 'inter' } as const;
const { workspace } = await createWorkspace(platform, {
  name: 'Many Customers',
  locale: 'en',
  zone: 'Europe/Berlin',
  brand,
  hosts: ['many.localhost'],
});
const inside = <T>(work: (ctx: Ctx) => Promise<T>) => inWorkspace(platform, workspace.id, work);

const fields = { number: newId(), choice: newId(), date: newId(), text: newId() };
await inside(fill);
// As autovacuum would a minute later.
const owner = new pg.Client({ connectionString: database.urls.owner });
await owner.connect();
await owner.query('vacuum analyze');
await owner.end();
const ids = await inside(async (ctx) => {
  const made: string[] = [];
  for (const [n, conditions] of rules().entries()) {
    const rule = { match: 'all' as const, conditions };
    made.push((await makeSegment(ctx, { name: `Segment ${n + 1}`, note: '', kind: 'rule', rule })).id);
  }
  return made;
});

const rounds: number[] = [];
let inThem = 0;
for (let round = 0; round < 3; round++) {
  const since = performance.now();
  await inside(async (ctx) => {
    const attributes = await attributesOf(ctx, 'account');
    for (const id of ids) await weigh(ctx, await findSegment(ctx, id), attributes);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from segment_accounts`.execute(ctx.db);
    inThem = rows[0]!.n;
  });
  rounds.push(performance.now() - since);
}
// A change that moves 5,000 customers out of some, and their events.
await inside((ctx) =>
  sql`update field_values set number_value = 1 where field_id = ${fields.number}
  and account_id in (select id from accounts where name like 'Customer 1%' limit 5000)`.execute(ctx.db),
);
const since = performance.now();
const moved = await inside(async (ctx) => {
  const attributes = await attributesOf(ctx, 'account');
  let n = 0;
  for (const id of ids) n += (await weigh(ctx, await findSegment(ctx, id), attributes)).left.length;
  return n;
});
const moving = performance.now() - since;
const one = await inside(async (ctx) => {
  const { rows } = await sql<{ id: string }>`select id from accounts limit 50`.execute(ctx.db);
  const times: number[] = [];
  for (const { id } of rows) {
    const before = performance.now();
    await weighAccount(ctx, id);
    times.push(performance.now() - before);
  }
  return times.sort((a, b) => a - b)[25]!;
});

const ms = (n: number) => `${Math.round(n).toLocaleString('en')} ms`;
console.log(`
${ACCOUNTS.toLocaleString('en')} customers, ${ids.length} segments, ${inThem.toLocaleString('en')} memberships
  weighed anew, all customers for all segments   ${rounds.map(ms).join(', ')}
  the same, with ${moved.toLocaleString('en')} who leave, and their events   ${ms(moving)}
  one customer for all segments, after a change  ${one.toFixed(1)} ms at the median`);
await platform.pool.end();
await database.close();
process.exit(0);

/** Customers of many kinds, each with a person and four fields. */
async function fill({ db }: Ctx): Promise<void> {
  const ws = sql.lit(workspace.id);
  for (const [kind, id] of Object.entries(fields)) {
    await sql`insert into field_definitions (workspace_id, id, subject, label, kind, choices)
      values (${ws}, ${id}, 'account', ${kind}, ${kind}, ${kind === 'choice' ? ['Gold', 'Silver', 'Bronze'] : []}::text[])`.execute(
      db,
    );
  }
  await sql`insert into accounts (workspace_id, id, name, short_name, plan, place, created_at, active_at)
    select ${ws}, gen_random_uuid(), 'Customer ' || n, 'C' || n, (array['Starter', 'Growth', 'Scale', ''])[1 + n % 4],
      (array['Berlin', 'Wien', 'Zürich', 'London', ''])[1 + n % 5], now() - n % 900 * interval '1 day', now() - n % 200 * interval '1 day'
    from generate_series(1, ${sql.lit(ACCOUNTS)}) n`.execute(db);
  await sql`insert into contacts (workspace_id, id, account_id, name, email)
    select workspace_id, gen_random_uuid(), id, 'Somebody', 'somebody@' || lower(short_name) || '.example' from accounts`.execute(
    db,
  );
  const value = (id: string, column: string, said: string) =>
    sql`insert into field_values (workspace_id, field_id, account_id, ${sql.ref(column)})
      select workspace_id, ${id}, id, ${sql.raw(said)} from accounts`.execute(db);
  await value(fields.number, 'number_value', 'substr(name, 10)::int % 100');
  await value(fields.choice, 'text_value', "(array['Gold', 'Silver', 'Bronze'])[1 + substr(name, 10)::int % 3]");
  await value(fields.date, 'date_value', 'current_date + (substr(name, 10)::int % 730) - 365');
  await value(fields.text, 'text_value', "'note ' || substr(name, 10)::int % 1000");
}

/** Twenty rules of every kind. */
function rules(): Condition[][] {
  const of = (on: string, op: Condition['op'], ...values: string[]): Condition => ({ on, op, values });
  const field = (kind: keyof typeof fields) => `field:${fields[kind]}`;
  const plan = of('plan', 'any', 'Growth', 'Scale');
  return [
    [plan],
    [of('plan', 'empty')],
    [of('name', 'has', '77')],
    [of('place', 'is', 'zurich')],
    [of('place', 'lacks', 'o')],
    [of('domain', 'begins', 'c12')],
    [of('team', 'empty')],
    [of('people', 'over', '0')],
    [of('joined', 'is', '0'), plan],
    [of('created', 'within', '90')],
    [of('activity', 'longer', '60')],
    [of(field('number'), 'over', '50')],
    [of(field('number'), 'under', '10'), plan],
    [of(field('choice'), 'any', 'Gold', 'Silver')],
    [of(field('choice'), 'none', 'Gold')],
    [of(field('date'), 'ahead', '60')],
    [of(field('date'), 'longer', '30'), of(field('choice'), 'any', 'Bronze')],
    [of(field('text'), 'has', '99')],
    [of(field('text'), 'filled'), of(field('number'), 'over', '80'), plan],
    [plan, of('activity', 'within', '30'), of(field('choice'), 'any', 'Gold'), of('place', 'not', 'Berlin')],
  ];
}
