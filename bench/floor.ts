/**
 * The floors, as a process of its own beside the product: a bare page of the same bytes, and what a page asks the
 * database, as JSON. Built by bench/main.ts; the first line it writes is a FloorReady.
 */
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import '#app/features.ts';
import { sizes } from '#app/seed/index.ts';
import { startWorker } from '#app/worker.ts';
import { reply } from '#features/tickets/index.ts';
import { loadConfig, originOf } from '#platform/config.ts';
import { sha256Hex } from '#platform/crypto.ts';
import { createPool } from '#platform/db/pool.ts';
import { type Db, inScope, type Principal } from '#platform/db/scope.ts';
import type { Contact, Ctx, CtxOf } from '#platform/http/context.ts';
import { createPortals } from '#platform/http/portals.ts';
import { actorOf } from '#platform/http/scoped.ts';
import { createLog } from '#platform/log.ts';
import { fromPlainText } from '#platform/richtext/from-text.ts';
import { setUpCollector } from '../src/commands/collector.ts';
import { openDatabase } from '../src/commands/database.ts';
import { openPlatform } from '../src/commands/open-platform.ts';
import { queries } from './floor-queries.ts';
import { prepare } from './floor-sessions.ts';
import { pageOne } from './page-one.ts';
import type { FloorReady, PageName } from './pages.ts';
import { measureDoor } from './search.ts';
import { measureWalls } from './walls.ts';

setUpCollector();
const config = loadConfig(process.env);
const log = createLog({ level: 'warn' });
const database = await openDatabase(config, log, 'join');
const { platform } = await openPlatform(config, log, database.urls);
// The product has one as well; so both work half of the jobs that replies make, whoever got the reply.
const worker = await startWorker(platform, database.urls.jobs);
/** The workspace that is asked; `live` has a smaller one of its own. */
const size = process.argv[2] === 'medium' ? sizes.medium : sizes.large;
const others = Number(process.argv[3]);
const host = `${size.slug}.${config.origin.host}`;
const found = await createPortals(platform.pool).find(host);
if (!found) throw new Error(`the ${size.slug} workspace is not there`);
const { workspace } = found;
const portal = { id: found.id, host, origin: originOf(config, host) };

const app = new Hono();

app.get('/static/:bytes', (c) => c.html(filler(Number(c.req.param('bytes')))));

for (const [name, load] of Object.entries(queries) as [PageName, (ctx: Ctx) => Promise<unknown>][]) {
  app.get(`/json/${name}`, async (c) => c.json((await inside(c, true, load)) as object));
}

app.post('/json/reply/:number', async (c) => {
  const { body } = await c.req.parseBody();
  const said = await inside(c, false, (ctx) =>
    reply(ctx as CtxOf<Contact>, c.req.param('number'), { html: fromPlainText(String(body)) }),
  );
  return c.json(said as object, 201);
});

app.get('/page-one', async (c) => c.json(await pageOne(platform)));
app.get('/walls', async (c) => {
  const ready: FloorReady = { port: 0, pid: 0, ...(await prepare(platform, workspace.id, size, others)) };
  return c.json(await measureWalls(platform, database.urls.owner, ready, workspace.id, ctxOf));
});

app.get('/search', async (c) => {
  const ready: FloorReady = { port: 0, pid: 0, ...(await prepare(platform, workspace.id, size, others)) };
  return c.json(await measureDoor(database.urls.app, ready, workspace.id));
});

app.get('/forget-limits', async (c) => {
  const owner = createPool(database.urls.owner, { max: 1, prepare: false, onError: () => undefined });
  await owner.question('delete from rate_limits').finally(() => owner.end());
  return c.text('done');
});

const pagesOfBytes = new Map<number, string>();
function filler(bytes: number): string {
  const known = pagesOfBytes.get(bytes) ?? 'x'.repeat(bytes);
  pagesOfBytes.set(bytes, known);
  return known;
}

/** One scoped transaction, as every request of the product has it, and nothing else of what the product does. */
function inside<T>(c: Context, readOnly: boolean, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const token = /portico_session=([^;]+)/.exec(c.req.header('cookie') ?? '')?.[1] ?? '';
  const scope = { workspaceId: workspace.id, tokenHash: sha256Hex(token), readOnly };
  return inScope(platform.pool, scope, async (db, principal) => ({
    value: await work(ctxOf(db, principal)),
    commit: true,
  }));
}

function ctxOf(db: Db, principal: Principal): Ctx {
  const now = new Date();
  return {
    db,
    workspace,
    portal,
    platform,
    now,
    actor: actorOf(principal),
    reader: { locale: 'en', zone: workspace.zone, now },
    request: { id: 'bench', ip: '', agent: '' },
    marks: new Set(),
  };
}

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, async ({ port }) => {
  console.log(JSON.stringify({ port, pid: process.pid, ...(await prepare(platform, workspace.id, size, others)) }));
});

process.on('SIGTERM', async () => {
  server.close();
  await worker.stop();
  await platform.pool.end();
  await database.close();
  process.exit(0);
});
