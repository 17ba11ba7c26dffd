/**
 * Measures a production build on a large data set, next to two floors: `npm run bench`. BENCH_DIR keeps the data (2.5 GB),
 * BENCH_SECONDS is how long each page is asked for. `npm run bench -- list thread` measures those pages only, and
 * `npm run bench -- walls` what the walls cost and nothing else, `npm run bench -- searches` how long whoever searches waits. `npm run bench -- live`, `segments`,
 * `articles` and `help` have data of their own; BENCH_LIVE is how many pages listen.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ask, type Target } from './client.ts';
import { ensureData, seedSeconds } from './data.ts';
import { firstVisit } from './first-visit.ts';
import { LISTENING, measureLive } from './live.ts';
import { liveReport } from './live-report.ts';
import {
  jsonReplyShot,
  jsonShot,
  type Load,
  pageShot,
  replyShot,
  searchShot,
  shoot,
  shootInTurn,
  shootSteadily,
  staticShot,
} from './load.ts';
import type { PageOne } from './page-one.ts';
import { addressOf, type FloorReady, measurements, type PageName, pages, sideOf, titles } from './pages.ts';
import { benchDir, freePort, root, settings } from './places.ts';
import { finish, peakMemory, quiet, type Running, resetPeak, run, says } from './process.ts';
import { coldStart, idleMemory, startProduct } from './product.ts';
import { machine, type PageResult, report } from './report.ts';
import { type Asking, asked as askings, type Door, type SearchPage, searchReport } from './search-report.ts';
import { type Walls, wallsReport } from './walls-report.ts';

const asked = process.argv.slice(2);
const chosen = asked as PageName[];
const unknown = asked.find((name) => !measurements.includes(name));
if (unknown) {
  console.error(`There is no measurement "${unknown}": npm run bench -- --help lists them.`);
  process.exit(1);
}
const step = (what: string) => console.error(`  ${what} …`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

if (asked.includes('segments')) await alone('segments', '50,000 customers, twenty segments');
if (asked.includes('articles')) await alone('articles', '10,000 articles with a picture each');
if (asked.includes('help')) await alone('help', 'the help center as visitors read it');
if (asked.includes('live')) await liveOnly();
await ensureData();
const target: Target = { port: await freePort(), host: 'large.localhost' };
if (asked.includes('walls')) await wallsOnly();
if (asked.includes('searches')) await searchOnly();
step('cold start');
const coldStartMs = await coldStart(target);
const { running } = await startProduct(target);
step('idle memory');
const idle = await idleMemory(running);
const { floor, ready } = await startFloor(target);
step('first visit');
const visit = await firstVisit(target, '/support', ready.customer);
step('page one at 10,000 and 200,000 tickets');
const pageOne = JSON.parse(
  (await ask({ port: ready.port, host: '127.0.0.1' }, '/page-one')).body.toString(),
) as PageOne[];
const results: PageResult[] = [];
for (const page of pages.filter((each) => chosen.length === 0 || chosen.includes(each))) {
  step(titles[page]);
  results.push(await measure(page, running));
}
step('ticket list, compressed');
await quiet([running.pid, floor.pid]);
const compressed = await shoot(pageShot({ ...target, pid: running.pid }, 'list', ready, 'br, gzip'));
step(`${LISTENING.toLocaleString('en')} live clients`);
const live = await measureLive(target, ready, running.pid);
await floor.stop();
await running.stop();

console.log();
console.log(
  report({
    at: new Date().toISOString(),
    machine: machine(),
    postgres: ready.postgres,
    tickets: ready.tickets,
    seedSeconds: seedSeconds(),
    coldStartMs,
    idleMemory: idle,
    pages: results,
    compressed,
    firstVisit: visit,
    live,
    pageOne,
  }),
);
process.exit(0);

async function wallsOnly(): Promise<never> {
  const product = await startProduct(target);
  const { floor, ready } = await startFloor(target);
  step('with and without walls');
  const { body } = await ask({ port: ready.port, host: '127.0.0.1' }, '/walls');
  await floor.stop();
  await product.running.stop();
  console.log(`\n${machine()}, PostgreSQL ${ready.postgres}, ${ready.tickets.toLocaleString('en')} tickets\n`);
  console.log(wallsReport(JSON.parse(body.toString()) as Walls));
  process.exit(0);
}

/** Searches of visitors, customers and the team: of the database alone, and as they type. */
async function searchOnly(): Promise<never> {
  const { running } = await startProduct(target);
  const { floor, ready } = await startFloor(target);
  step('searches of the database');
  const { body } = await ask({ port: ready.port, host: '127.0.0.1' }, '/search');
  const typed: SearchPage[] = [];
  for (const asking of Object.keys(askings) as Asking[]) {
    step(askings[asking]);
    const shot = searchShot({ ...target, pid: running.pid }, asking, ready);
    await shoot(shot);
    await forgetLimits(ready);
    const load = await shoot(shot);
    await forgetLimits(ready);
    typed.push({ asking, load, steady: await shootSteadily(shot) });
    await forgetLimits(ready);
  }
  await floor.stop();
  await running.stop();
  console.log(`\n${machine()}, PostgreSQL ${ready.postgres}, ${ready.tickets.toLocaleString('en')} tickets\n`);
  console.log(searchReport(JSON.parse(body.toString()) as Door[], typed));
  process.exit(0);
}

/** Nobody searches that much: whoever measures starts with a clean slate. */
async function forgetLimits({ port }: FloorReady): Promise<void> {
  await ask({ port, host: '127.0.0.1' }, '/forget-limits');
}

/** Pages that listen, in a workspace of 10,000 tickets that is thrown away. */
async function liveOnly(): Promise<never> {
  const folder = path.join(benchDir, 'live');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  step('10,000 tickets');
  await finish([path.join(root, 'dist/server/main.js'), 'seed', '--size', 'medium'], settings(3000, folder));
  const small: Target = { port: await freePort(), host: 'medium.localhost' };
  const { running } = await startProduct(small, folder);
  // It signs everybody in; what it would measure besides is not asked here.
  const { floor, ready } = await startFloor(small, 'medium', folder);
  await floor.stop();
  step(`${LISTENING.toLocaleString('en')} pages that listen`);
  const measured = await liveReport(small, ready, running.pid);
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${machine()}, PostgreSQL ${ready.postgres}\n\n${measured}`);
  process.exit(0);
}

/** A measurement with data of its own. */
async function alone(name: string, what: string): Promise<never> {
  await build(name);
  const folder = path.join(benchDir, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  step(what);
  await finish([path.join(root, `dist/bench/${name}.js`)], { ...settings(await freePort()), DATA_DIR: folder }, true);
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

async function build(name: string): Promise<void> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const entry = path.join(root, `bench/${name}.ts`);
  await finish([vite, 'build', '--logLevel', 'warn', '--ssr', entry, '--outDir', 'dist/bench'], {
    ...process.env,
    NODE_ENV: 'production',
  });
}

async function startFloor(
  { port }: Target,
  size: 'medium' | 'large' = 'large',
  folder?: string,
): Promise<{ floor: Running; ready: FloorReady }> {
  await build('floor');
  const running = run(
    [path.join(root, 'dist/bench/floor.js'), size, String(Math.max(100, Math.ceil(LISTENING / 10)))],
    settings(port, folder),
  );
  const [line] = await says(running, /^\{.*\}$/m);
  return { floor: running, ready: JSON.parse(line) as FloorReady };
}

/** The page and its JSON floor by turns. */
async function measure(page: PageName, { pid }: Running): Promise<PageResult> {
  const server = { ...target, pid };
  const [floor, product] =
    page === 'reply'
      ? [jsonReplyShot(ready), await replyShot(server, ready)]
      : [jsonShot(ready, page), pageShot(server, page, ready)];
  resetPeak(pid);
  const [json, html] = (await shootInTurn([floor, product])) as [Load, Load];
  for (const [load, shot] of [
    [json, floor],
    [html, product],
  ] as const) {
    const { p50, p99, wrong } = await shoot(shot);
    Object.assign(load, { p50, p99, wrong: load.wrong + wrong });
  }
  await quiet([pid, floor.pid]);
  const steady = await shootSteadily(product);
  const result = { page, html, json, steady, peakMemory: peakMemory(pid) };
  if (page === 'reply') return { ...result, bare: undefined, bytes: 0 };
  const { body } = await ask(target, addressOf(page, ready), { token: ready[sideOf(page)] });
  return { ...result, bare: await shoot(staticShot(ready, body.length)), bytes: body.length };
}
