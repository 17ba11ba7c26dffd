import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { default as Axe, RunOnly } from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type RunningServer, serve } from '#app/serve.ts';
import { startWorker } from '#app/worker.ts';
import type { RunningWorker } from '#platform/jobs/worker.ts';
import { asset, distDirectory } from '#platform/ui/assets.ts';
import { type Brand, brandCss } from '#platform/ui/brand.ts';
import { freePort } from '../test/free-port.ts';
import { openPortal, type TestPortal } from '../test/portal.ts';
import type { Actor, World } from '../test/world.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Portico on a port, its worker, and a real Chromium in front of it. */
export interface Stage {
  portal: TestPortal;
  browser: Browser;
  url(world: World, path?: string): string;
  /** A browser of one's own, signed in when an actor is given. What goes wrong in its console fails the test. */
  enter(world: World, actor: Actor | null, options?: BrowserContextOptions): Promise<Page>;
}

let launched: Promise<Browser> | undefined;

/** One for all test files, which ends with their process: each page stands in a context of its own, and starting it takes a second or two. */
export const theBrowser = (): Promise<Browser> =>
  (launched ??= chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS }));

/** What a page is seen in besides its own: a light colour, which is the hardest to write on. */
export const lumen: Brand = { name: 'Lumen Cloud', color: '#f59e0b', radius: 'soft', font: 'inter' };

export const phone = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true } as const;

/** For a test file: opened before its tests, closed after them. */
export function useStage(env: Record<string, string> = {}): () => Stage {
  let stage: Stage | undefined;
  let server: RunningServer | undefined;
  let worker: RunningWorker | undefined;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    const port = await freePort();
    const portal = await openPortal({ PORT: String(port), NODE_ENV: 'development', ...env });
    worker = await startWorker(portal.platform, portal.database.jobs);
    server = await serve(portal.app, portal.platform, { host: '127.0.0.1', port });
    const browser = await theBrowser();
    const url = (world: World, path = '/') => `http://${world.host}:${port}${path}`;
    stage = {
      portal,
      browser,
      url,
      async enter(world, actor, options = {}) {
        // Where the business is: a device elsewhere has its page made anew with its own times.
        const here = { locale: 'en-GB', timezoneId: 'UTC' };
        const context = await browser.newContext({ reducedMotion: 'reduce', ...here, ...options });
        contexts.push(context);
        if (actor) {
          const cookie = { name: 'portico_session', value: actor.token, url: url(world), httpOnly: true };
          await context.addCookies([{ ...cookie, sameSite: 'Lax' as const }]);
        }
        const page = await context.newPage();
        listenForTrouble(page);
        return page;
      },
    };
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await server?.close();
    await worker?.stop();
    await stage?.portal.close();
  });
  return () => stage!;
}

const trouble = new WeakMap<Page, string[]>();

function listenForTrouble(page: Page): void {
  const found: string[] = [];
  trouble.set(page, found);
  page.on('pageerror', (error) => found.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) found.push(message.text());
  });
}

/** Waits by the page's own clock: what it had put off for less is done by then, however busy the machine is. */
export const later = (page: Page, ms: number): Promise<void> =>
  page.evaluate((wait) => new Promise((done) => setTimeout(done, wait)), ms);

const PROBE = '/asked-about';

/**
 * `page.route` that holds from the next request on. Chromium answers that it asks about every request before an open page has heard of it:
 * on a busy machine what is sent in that moment is neither held nor seen.
 */
export async function intercept(
  page: Page,
  url: string,
  answer: (route: Route) => unknown,
  options: { times?: number } = {},
): Promise<void> {
  await page.route(url, answer, options);
  if (page.url() === 'about:blank') return;
  await page.route(`**${PROBE}`, (route) => route.fulfill({ status: 204 }));
  await page.evaluate(async (probe) => {
    while ((await fetch(probe)).status !== 204);
  }, PROBE);
  await page.unroute(`**${PROBE}`);
}

/** Points at the message of the corner, which stays as long as somebody does. */
export const stayOnToast = (page: Page): Promise<void> => page.locator('#toasts .toast').hover();

/** Errors and policy violations that the page reported so far. */
export const troubleOn = (page: Page): string[] => trouble.get(page) ?? [];

/** Nothing that axe knows is wrong, nothing sticks out sideways, nothing is without its style sheet, nothing complained in the console. */
export async function expectSound(page: Page, what: string): Promise<void> {
  const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = await foundByAxe(page, { type: 'tag', values });
  expect(found, `${what}: axe: ${found.join('; ')}`).toEqual([]);
  await expectNothingSticksOut(page, what);
  await expectDressed(page, what);
  expect(troubleOn(page), `${what}: console`).toEqual([]);
}

const classesIn = (sheet: string): Set<string> =>
  new Set(readFileSync(join(distDirectory, asset(sheet)), 'utf8').match(/(?<=\.)[a-z][a-z-]+(?=[\s.,:>[{)])/g));

/** A page with something of `texts.css` on it says that it needs it (`styles: 'texts'`). What strangers are given has all of it. */
async function expectDressed(page: Page, what: string): Promise<void> {
  const everywhere = classesIn('styles.css');
  const only = [...classesIn('texts.css')].filter((name) => !everywhere.has(name));
  const sheets = [asset('texts.css'), asset('public.css')];
  const naked = await page.evaluate(
    ([names, dressed]) =>
      dressed.some((sheet) => document.querySelector(`link[rel=stylesheet][href="${sheet}"]`))
        ? []
        : names.filter((name) => document.getElementsByClassName(name).length > 0),
    [only, sheets] as const,
  );
  expect(naked, `${what}: classes whose rules are in texts.css`).toEqual([]);
}

export async function expectNothingSticksOut(page: Page, what: string): Promise<void> {
  // Not `innerWidth`: on a phone it grows with what sticks out, as the page is zoomed away to show it.
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide, `${what}: width`).toBeLessThanOrEqual(page.viewportSize()!.width);
  const loose = await page.evaluate(() =>
    [...document.querySelectorAll('.tabbar .clip')].flatMap((word) => {
      const [own, place] = [word.getBoundingClientRect(), word.parentElement!.getBoundingClientRect()];
      return own.left < place.left || own.right > place.right ? [word.textContent] : [];
    }),
  );
  expect(loose, `${what}: words of the tab bar that lie over their neighbours`).toEqual([]);
}

/** The tabs of a test file that are open already: who opens the next page there has its scripts and style sheets, and no new process to start. */
const opened = new WeakMap<Stage, Map<string, Page>[]>();

/** Pages that will be asked by axe again and again, and have not been yet. */
const unasked = new WeakSet<Page>();

/**
 * Opens each of the pages and has it looked at, two at a time in tabs of their own: most of the time goes into what axe does within a page,
 * on one core.
 */
export async function lookThrough(
  stage: Stage,
  rooms: readonly (readonly [Actor, readonly string[]])[],
  look: (page: Page, path: string) => Promise<void>,
  options: BrowserContextOptions = phone,
): Promise<void> {
  const left = rooms.flatMap(([actor, paths]) => paths.map((path) => ({ actor, path })));
  const tabs = opened.get(stage) ?? [new Map(), new Map()];
  opened.set(stage, tabs);
  const through = async (tab: Map<string, Page>) => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { actor, path } = next;
      const whose = `${actor.id} ${JSON.stringify(options)}`;
      const page = tab.get(whose) ?? (await stage.enter(actor.world, actor, options));
      if (!tab.has(whose)) unasked.add(page);
      tab.set(whose, page);
      const answer = await page.goto(stage.url(actor.world, path));
      expect(answer?.status(), path).toBe(path === '/nowhere' ? 404 : 200);
      await look(page, path);
    }
  };
  await Promise.all(tabs.map(through));
}

/** The same in light and dark. Colours are all that differs, so that the second time only they are looked at. */
export const expectSoundInBoth = (page: Page, what: string): Promise<void> => expectSoundInBrands(page, what, []);

/**
 * Sound in both, and every text can be read in the colours of each other brand too. The page is loaded once: brands differ by their
 * colours alone, and loading it takes longer than looking at it. So does turning the light on and off, which each brand does once.
 */
export async function expectSoundInBrands(page: Page, what: string, others: readonly Brand[]): Promise<void> {
  await paintedIn(page, 'light');
  await expectSound(page, what);
  await paintedIn(page, 'dark');
  await expectReadable(page, `${what} in the dark`);
  let schemes: ('light' | 'dark')[] = ['dark', 'light'];
  for (const brand of others) {
    await dressedAs(page, brand);
    for (const scheme of schemes) {
      await paintedIn(page, scheme);
      await expectReadable(page, `${what}, ${brand.name}, ${scheme}`);
    }
    schemes = schemes.toReversed();
  }
  // The next page is loaded in the light.
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The page that is open, with another brand's style sheet in the place of its own. */
async function dressedAs(page: Page, brand: Brand): Promise<void> {
  const [before, worn] = await page.evaluate((css) => {
    const color = () => getComputedStyle(document.documentElement).getPropertyValue('--brand');
    const before = color();
    const own = document.querySelector<HTMLLinkElement>('link[href^="/brand.css"]')!;
    own.disabled = true;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const { still } = window as unknown as { still?: CSSStyleSheet };
    document.adoptedStyleSheets = still ? [still, sheet] : [sheet];
    return [before, color()] as const;
  }, brandCss(brand));
  expect(worn).not.toBe(before);
}

/** Nothing glides from one colour to the other: what is asked after the change is what will stay. */
async function paintedIn(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async (scheme) => {
    const held = window as unknown as { still?: CSSStyleSheet };
    if (!held.still) {
      held.still = new CSSStyleSheet();
      held.still.replaceSync('*, ::before, ::after, ::backdrop { transition: none !important }');
      document.adoptedStyleSheets.push(held.still);
    }
    while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await new Promise(requestAnimationFrame);
  }, colorScheme);
}

async function expectReadable(page: Page, what: string): Promise<void> {
  const found = await foundByAxe(page, { type: 'rule', values: ['color-contrast'] });
  expect(found, `${what}: contrast: ${found.join('; ')}`).toEqual([]);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is just on its way in or out, as the bar at the bottom of a phone, is neither seen nor hidden. */
const settled = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
    await Promise.allSettled(moving.map((one) => one.finished));
  });

/**
 * Asked in the page itself, where axe stays until the next one is loaded: most of its time went into being sent there.
 * None of the rules that are asked for reads style sheets, which it would fetch anew for each question.
 */
async function foundByAxe(page: Page, runOnly: RunOnly): Promise<string[]> {
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in window))) {
    if (unasked.delete(page)) await page.addInitScript(axeSource);
    await page.evaluate(axeSource);
  }
  return await page.evaluate(async (only) => {
    const asked = window as unknown as { axe: typeof Axe };
    const { violations } = await asked.axe.run({ runOnly: only, resultTypes: ['violations'], preload: false });
    return violations.map(({ id, nodes }) => {
      const where = nodes.map((node) => node.target.join(' ')).slice(0, 3);
      return `${id}: ${where.join(' | ')}`;
    });
  }, runOnly);
}
