import { createServer, type Server } from 'node:http';
import type { BrowserContextOptions, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allTogether, injections } from '../test/abuse/injections.ts';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld, type World } from '../test/world.ts';
import { later, useStage } from './stage.ts';

const stage = useStage();

/** The attacker's own server, which a browser reaches by name: every call that gets there is counted. */
let evil: Server;
let evilHost: string;
let calls: string[] = [];

beforeAll(async () => {
  evil = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').setHeader('content-type', 'text/javascript');
    response.end('alert(1)');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => evil.once('listening', resolve));
  evilHost = `evil.localhost:${(evil.address() as { port: number }).port}`;
});
afterAll(() => evil?.close());

interface Harm {
  /** Scripts that ran as far as opening a window. */
  ran: number;
  /** Requests that reached the attacker. */
  calls: string[];
  /** Where the page is in the end, when it is not where it was led. */
  at: string | null;
  /** Whether the text stands there to be read. */
  shown: boolean;
}

/** A ticket with this written into it; past the cleaning when `raw`, as if there were none. */
async function ticketSaying(html: string, raw: boolean): Promise<World> {
  const { portal } = stage();
  const made = await newWorld(portal);
  const port = new URL(stage().url(made)).port;
  const world = Object.assign(made, { origin: `http://${made.host}:${port}` });
  const written = { body: html, body_format: 'html' };
  const dana = as(portal, world.dana);
  const opened = await dana.submit('/support/new', '/support', {
    ...written,
    subject: html.slice(0, 180),
    urgency: 'slows',
  });
  expect(opened.status).toBe(303);
  expect((await dana.submit('/support/1', '/support/1/replies', written)).status).toBe(303);
  expect((await as(portal, world.agent).submit('/inbox/1?mode=note', '/inbox/1/notes', written)).status).toBe(303);
  if (raw) {
    for (const table of ['replies', 'internal_notes']) {
      await peek(portal.database, `update ${table} set body_html = $2 where workspace_id = $1`, [
        world.workspaceId,
        html,
      ]);
    }
  }
  return world;
}

/** As Dana and as the team read the ticket, by a full load and by a visit of Turbo's. */
const WAYS = [
  ['dana', '/support?view=all', '/support/1', false],
  ['dana', '/support?view=all', '/support/1', true],
  ['agent', '/inbox?view=all', '/inbox/1?view=all', false],
  ['agent', '/inbox?view=all', '/inbox/1?view=all', true],
] as const;

/**
 * How long a page has to be still to be done, by its own clock: a frame or two after something has failed, what waited for that has begun.
 */
const STILL_MS = 400;

/**
 * Follows what a page asks for, its live stream apart, and what opens on it. A text does what it does by itself when it is parsed, or when
 * something that it asked for has come or failed: once nothing is under way any more, nothing more comes of it. The control below is read by the
 * same clock, and has to have done all of it.
 */
function follow(page: Page): { stirred(): void; still(): Promise<void> } {
  const underWay = new Set<Request>();
  let stirs = 0;
  const stirred = () => {
    stirs += 1;
  };
  page.on('request', (request) => {
    stirred();
    if (!request.url().includes('/live?')) underWay.add(request);
  });
  const done = (request: Request) => {
    stirred();
    underWay.delete(request);
  };
  page.on('requestfinished', done).on('requestfailed', done);
  return {
    stirred,
    still: () =>
      expect
        .poll(async () => {
          const before = stirs;
          await later(page, STILL_MS).catch(() => undefined);
          return underWay.size === 0 && stirs === before;
        })
        .toBe(true),
  };
}

/** Reads the ticket in one of the ways, and tells what came of it. */
async function read(
  world: World,
  [who, list, path, turbo]: (typeof WAYS)[number],
  options: BrowserContextOptions = {},
): Promise<Harm> {
  const page = await stage().enter(world, world[who], options);
  const { stirred, still } = follow(page);
  let ran = 0;
  page.on('dialog', (dialog) => {
    ran += 1;
    stirred();
    dialog.dismiss().catch(() => undefined);
  });
  calls = [];
  const target = stage().url(world, path);
  if (turbo) {
    await page.goto(stage().url(world, list));
    await page
      .locator(`a[href^="${path.split('?')[0]}"]`)
      .first()
      .click();
    await page.waitForURL(target, { timeout: 3_000 }).catch(() => undefined);
  } else await page.goto(target, { timeout: 10_000 }).catch(() => undefined);
  await still();
  const at = page.url().startsWith(target) ? null : page.url();
  const shown = (await page.content().catch(() => '')).includes('harmless0</p>');
  await page.context().close();
  return { ran, calls, at, shown };
}

async function readInAllWays(world: World): Promise<Harm[]> {
  const found: Harm[] = [];
  for (const way of WAYS) found.push(await read(world, way));
  return found;
}

const NOTHING: Harm = { ran: 0, calls: [], at: null, shown: true };

test('TRUST 18: every injection, written into a reply and a note, runs nothing and calls nobody', async () => {
  const world = await ticketSaying(allTogether(injections(evilHost)), false);
  expect(await readInAllWays(world)).toEqual([NOTHING, NOTHING, NOTHING, NOTHING]);
});

/** The policy cannot forbid a page to be left; only the cleaning can, which the test above looks at. */
const leavesThePage = (html: string): boolean => /<meta http-equiv="refresh"/.test(html);

test('TRUST 18: the policy alone, were there no cleaning, lets none of them run or call', async () => {
  const list = injections(evilHost).filter((html) => !leavesThePage(html));
  const world = await ticketSaying(allTogether(list), true);
  for (const [n, { ran, calls, shown }] of (await readInAllWays(world)).entries()) {
    expect({ ran, calls }).toEqual({ ran: 0, calls: [] });
    // Turbo is refused such a page as a whole, by the rule for trusted types.
    if (!WAYS[n]![3]) expect(shown).toBe(true);
  }
});

test('TRUST 18, control: with neither cleaning nor policy the same texts run and call', async () => {
  const list = injections(evilHost).filter((html) => !leavesThePage(html));
  const world = await ticketSaying(allTogether(list), true);
  for (const way of [WAYS[0], WAYS[3]]) {
    const { ran, calls } = await read(world, way, { bypassCSP: true });
    expect(ran, way.join()).toBeGreaterThan(0);
    expect(calls.length, way.join()).toBeGreaterThan(3);
    // What waits until a picture has failed is there as well: the page was watched for long enough.
    expect(calls, `${way.join()}: ${calls.join(' ')}`).toContain('/2');
  }
});
