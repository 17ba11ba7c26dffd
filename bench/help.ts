/**
 * An article of the help center as visitors read it, beside a bare page of the same bytes, and how long a change takes to be seen. The servers are a
 * process of their own (this file with `serve`), both in one, so that the one is as warm as the other. Built and run by bench/main.ts.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { serve as listen } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import '#app/features.ts';
import { serve } from '#app/serve.ts';
import { createWeb } from '#app/web.tsx';
import { addCategory, publish, saveDraft, startArticle } from '#features/knowledge/index.ts';
import { createWorkspace } from '#features/workspaces/index.ts';
import { loadConfig } from '#platform/config.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { createLog } from '#platform/log.ts';
import { bringUpToDate, openDatabase } from '../src/commands/database.ts';
import { openPlatform } from '../src/commands/open-platform.ts';
import { ask } from './client.ts';
import { type Load, type Shot, shootInTurn } from './load.ts';
import { freePort } from './places.ts';
import { quiet } from './process.ts';

const HOST = 'help.localhost';
const ARTICLE = '/help/en/article-7';
const SHELVES = 12;
const ARTICLES = 300;

interface Ready {
  port: number;
  floor: number;
  pid: number;
}

const text = (n: number, changed = ''): string =>
  Array.from(
    { length: 6 },
    (_, i) => `<h2>Step ${i + 1}</h2><p>${`What to do in case ${n}, and why it is so. `.repeat(8)}${changed}</p>`,
  ).join('');

if (process.argv[2] === 'serve') await servers();
else await measure();

async function servers(): Promise<void> {
  const config = loadConfig(process.env);
  const log = createLog({ level: 'warn' });
  const database = await openDatabase(config, log, 'own');
  await bringUpToDate(database.urls, log);
  const { platform } = await openPlatform(config, log, database.urls);
  const brand = { color: '#6846e8', radius: 'soft', font: 'inter' } as const;
  const { workspace } = await createWorkspace(platform, {
    name: 'Many Readers',
    locale: 'en',
    zone: 'UTC',
    brand,
    hosts: [HOST],
  });
  const numbers: number[] = [];
  await inWorkspace(platform, workspace.id, async (ctx) => {
    const shelves: string[] = [];
    for (let n = 0; n < SHELVES; n++) {
      const texts = new Map([['en', { title: `Topic ${n}`, summary: 'What it is about' }]]);
      shelves.push(await addCategory(ctx, { parentId: null, icon: 'book-open', audience: 'public', texts }));
    }
    for (let n = 0; n < ARTICLES; n++) {
      const words = { title: `Article ${n}`, summary: 'In one sentence.', html: text(n) };
      const made = await startArticle(ctx, { categoryId: shelves[n % SHELVES]!, locale: 'en', ...words });
      await publish(ctx, String(made.number), 'en', { revision: 1 });
      numbers.push(made.number);
    }
    // As behind an import.
    await sql`select app.learn_articles()`.execute(ctx.db);
  });
  const app = createWeb(platform);
  // A save of the article, as its author's request makes it; answers when it is committed.
  const outer = new Hono().post('/change/:n', async (c) => {
    const revision = Number(c.req.param('n')) + 1;
    await inWorkspace(platform, workspace.id, async (ctx) => {
      const words = { title: 'Article 7', summary: 'In one sentence.', html: text(7, `change ${revision}`) };
      await saveDraft(ctx, String(numbers[7]), 'en', { ...words, revision: revision - 1 });
      await publish(ctx, String(numbers[7]), 'en', { revision });
    });
    return c.text('done');
  });
  const pages = new Map<number, string>();
  outer.get('/static/:bytes', (c) => {
    const bytes = Number(c.req.param('bytes'));
    const known = pages.get(bytes) ?? 'x'.repeat(bytes);
    pages.set(bytes, known);
    return c.html(known);
  });
  process.on('SIGTERM', async () => {
    await platform.pool.end();
    await database.close();
    process.exit(0);
  });
  serve(app, platform, { host: '127.0.0.1', port: config.port });
  listen({ fetch: outer.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
    console.log(JSON.stringify({ port: config.port, floor: port, pid: process.pid } satisfies Ready));
  });
}

async function measure(): Promise<void> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  const child = spawn(process.execPath, [process.argv[1]!, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill());
  let ready: Ready | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    ready = JSON.parse(line) as Ready;
    break;
  }
  if (!ready) throw new Error('the servers ended before they were ready');
  const target = { port: ready.port, host: HOST };
  const pairs: Shot[] = [];
  const bytes: number[] = [];
  for (const encoding of ['identity', 'br']) {
    const { body, status } = await ask(target, ARTICLE, { headers: { 'accept-encoding': encoding } });
    if (status !== 200) throw new Error(`${ARTICLE} answers ${status}`);
    bytes.push(body.length);
    pairs.push(
      {
        origin: `http://127.0.0.1:${ready.floor}`,
        next: () => ({ path: `/static/${body.length}` }),
        expected: 200,
        pid: ready.pid,
      },
      {
        origin: `http://127.0.0.1:${ready.port}`,
        next: () => ({ path: ARTICLE, headers: { host: `${HOST}:${ready.port}`, 'accept-encoding': encoding } }),
        expected: 200,
        pid: ready.pid,
      },
    );
  }
  // Warm: the first run is thrown away.
  await shootInTurn(pairs);
  await quiet([ready.pid]);
  const [bare, whole, barePacked, packed] = (await shootInTurn(pairs)) as [Load, Load, Load, Load];
  const seen = await changesSeen(ready);
  console.log(`An article, one of ${ARTICLES}, as visitors read it, beside a bare page of as many bytes`);
  console.log(shareOf(`${bytes[0]!.toLocaleString('en')} bytes`, whole, bare));
  console.log(shareOf(`${bytes[1]!.toLocaleString('en')}, packed`, packed, barePacked));
  console.log(`  a change is seen after at most ${Math.max(...seen).toFixed(0)} ms (${seen.length} changes)`);
  child.kill();
  await once(child, 'exit');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** Its share of what the bare page does in a second, and of the server's own work: who asks needs a processor, too. */
function shareOf(what: string, page: Load, bare: Load): string {
  const work =
    page.cpu && bare.cpu
      ? `; in the server's own time ${percent(bare.cpu / page.cpu)} (${(page.cpu * 1000).toFixed(0)} of ${(bare.cpu * 1000).toFixed(0)} µs)`
      : '';
  const rate = `${page.perSecond.toFixed(0)} of ${bare.perSecond.toFixed(0)} a second: ${percent(page.perSecond / bare.perSecond)}`;
  return `  ${what.padEnd(14)} ${rate}${work}; p99 ${page.p99} and ${bare.p99} ms; wrong ${page.wrong + bare.wrong}`;
}

/** From the moment that a save begins until a reader gets it. */
async function changesSeen(ready: Ready): Promise<number[]> {
  const times: number[] = [];
  for (let n = 1; n <= 10; n++) {
    const began = performance.now();
    await fetch(`http://127.0.0.1:${ready.floor}/change/${n}`, { method: 'POST' });
    for (;;) {
      const { body } = await ask({ port: ready.port, host: HOST }, ARTICLE);
      if (body.toString().includes(`change ${n + 1}<`)) break;
      if (performance.now() - began > 30_000) throw new Error('a change is not seen');
    }
    times.push(performance.now() - began);
  }
  return times;
}
