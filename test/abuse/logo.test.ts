import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { changeBrand } from '#features/workspaces/index.ts';
import { asSystem, inScope } from '#platform/db/scope.ts';
import { cleanPicture } from '#platform/picture/clean.ts';
import { as, attribute, elements, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { whileFits } from './unguarded.ts';

const portal = usePortal();
let fern: World;
let moss: World;

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28">${inside}</svg>`;
const FERN = svg('<path d="M1 1"/>');
const FERN_DARK = svg('<path d="M2 2"/>');
const HOSTILE = svg('<script>alert(1)</script>');

/** The portal after a change; hosts are looked up anew. */
const fresh = () => ({ ...portal(), app: createWeb(portal().platform) });

const dress = (world: World, change: Parameters<typeof changeBrand>[2]) =>
  asSystem(portal().platform.pool, world.workspaceId, (db) => changeBrand(db, world.workspaceId, change));

const picture = (text: string) => cleanPicture(Buffer.from(text));

/** The addresses of the logos on a page. */
const logosOn = (html: string) =>
  [...elements(parse(html), 'img')].map((img) => attribute(img, 'src') ?? '').filter((src) => src.includes('logo'));

beforeAll(async () => {
  fern = await newWorld(portal(), 'Fern');
  moss = await newWorld(portal(), 'Moss');
  await dress(fern, { light: picture(FERN), dark: picture(FERN_DARK) });
});

test('a logo is on the door, in the app and where a page is missing, in light and dark', async () => {
  const app = fresh();
  const pages = [
    await visitor(app, fern).get('/sign-in'),
    await as(app, fern.dana).get('/'),
    await as(app, fern.agent).get('/inbox'),
    await visitor(app, fern).get('/offline'),
  ];
  for (const { text, status } of pages) {
    expect(status).toBe(200);
    expect(new Set(logosOn(text).map((src) => src.split('?')[0]))).toEqual(
      new Set(['/brand/logo-light', '/brand/logo-dark']),
    );
  }
  // Control: without one, a monogram stands there.
  const plain = await visitor(app, moss).get('/sign-in');
  expect(logosOn(plain.text)).toEqual([]);
  expect(plain.text).toContain('monogram');
});

test('the address of a logo may be kept for good, and any other for a minute', async () => {
  const client = visitor(fresh(), fern);
  const [light = '', dark = ''] = logosOn((await client.get('/sign-in')).text);
  for (const [address, content] of [
    [light, FERN],
    [dark, FERN_DARK],
  ] as const) {
    const answer = await client.get(address);
    expect([answer.status, answer.text]).toEqual([200, picture(content).content.toString()]);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  const other = await client.get('/brand/logo-light?v=0123456789abcdef');
  expect([other.status, other.headers.get('cache-control')]).toEqual([200, 'public, max-age=60']);
  // Another picture has another address.
  await dress(fern, { light: picture(svg('<circle r="3"/>')) });
  const [next = ''] = logosOn((await visitor(fresh(), fern).get('/sign-in')).text);
  expect(next).not.toBe(light);
  await dress(fern, { light: picture(FERN) });
});

test('TRUST 19: nothing in a logo can run: it is shown as a picture, alone in a sandbox, and never guessed', async () => {
  const { headers } = await visitor(fresh(), fern).get('/brand/logo-light');
  expect(headers.get('content-type')).toBe('image/svg+xml');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  const rules = headers.get('content-security-policy')?.split('; ') ?? [];
  expect(rules).toEqual(["default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'none'", 'sandbox']);
});

/** Each level draws the next one three times: what a browser has to draw triples with each. */
const level = (at: number, refers: (to: string) => string) =>
  `<mask id="m${at}">${`<rect width="28" height="28" fill="#fff" ${refers(`m${at + 1}`)}/>`.repeat(3)}</mask>`;
const bomb = (refers: (to: string) => string, more = '') =>
  svg(`${more}${Array.from({ length: 24 }, (_, at) => level(at, refers)).join('')}<rect mask="url(#m0)"/>`);

test('TRUST 19, 51: no logo keeps a browser busy: masks in masks are refused, and too many of them', () => {
  const inside = /mask or clip-path on ".*" inside a mask/;
  for (const [hostile, why] of [
    [bomb((to) => `mask="url(#${to})"`), inside],
    [bomb((to) => `style="fill:#fff;mask:url('#${to}')"`), inside],
    [bomb((to) => `class="x ${to}"`, '<style>.m0,.m1{opacity:1;mask:url(#m2)}</style>'), inside],
    [svg('<mask id="a"><rect id="r"/></mask><style>#r{clip-path:url(#b)}</style>'), inside],
    [svg('<style>rect{mask:url(#a)}</style><mask id="a"><rect/></mask>'), inside],
    [svg('<g mask="url(#b)"><mask id="a" mask="inherit"><rect mask="inherit"/></mask></g>'), inside],
    [svg('<clipPath id="a"><g><path clip-path="url(#b)"/></g></clipPath>'), inside],
    [svg('<clipPath id="a" clip-path="url(#b)"><path/></clipPath>'), inside],
    [svg('<g clip-path="url(#a)"/>'.repeat(201)), /too many masked or clipped parts/],
    [svg(`<style>.x{mask:url(#a)}</style>${'<g class="x"/>'.repeat(201)}`), /too many masked or clipped parts/],
  ] as const) {
    expect(() => picture(hostile), hostile.slice(0, 200)).toThrow(why);
  }
  // Control: the same parts one beside the other, as drawing programs write them.
  for (const plain of [
    bomb(() => 'mask="none"'),
    svg(
      '<style>.c{clip-path:url(#b)}</style><mask id="a"><rect class="d"/></mask><clipPath id="b"><rect/></clipPath><g class="c" mask="url(#a)"><path/></g>',
    ),
    svg('<g clip-path="url(#a)"/>'.repeat(200)),
  ]) {
    expect(picture(plain).type).toBe('image/svg+xml');
  }
});

test('TRUST 51, control: written past that check the bomb reaches every visitor’s browser, which has to draw it', async () => {
  const hostile = bomb((to) => `mask="url(#${to})"`);
  await peek(portal().database, "update brand_pictures set content = $2 where workspace_id = $1 and mode = 'dark'", [
    fern.workspaceId,
    Buffer.from(hostile),
  ]);
  const { text } = await visitor(fresh(), fern).get('/brand/logo-dark');
  await dress(fern, { dark: picture(FERN_DARK) });
  const masks = new Map(
    [...elements(parse(text), 'mask')].map((mask) => [
      `url(#${attribute(mask, 'id')})`,
      [...elements(mask, 'rect')].map((rect) => attribute(rect, 'mask') ?? ''),
    ]),
  );
  /** How many rectangles there are to draw for one that wears this mask. */
  const drawn = (worn: string): number => 1 + drawnInside(worn) * (masks.get(worn)?.length ?? 0);
  const drawnInside = (worn: string): number => {
    const [first] = masks.get(worn) ?? [];
    return first === undefined ? 0 : drawn(first);
  };
  expect(drawn('url(#m0)')).toBeGreaterThan(3 ** 24);
});

test('TRUST 19: a hostile drawing that lies in the database is under the same rules', async () => {
  await peek(portal().database, "update brand_pictures set content = $2 where workspace_id = $1 and mode = 'dark'", [
    fern.workspaceId,
    Buffer.from(HOSTILE),
  ]);
  const answer = await visitor(fresh(), fern).get('/brand/logo-dark');
  // Control: it is really there.
  expect(answer.text).toBe(HOSTILE);
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; .*; sandbox$/);
  await dress(fern, { dark: picture(FERN_DARK) });
});

const sayLogos = (light: unknown, dark: unknown) =>
  peek(portal().database, 'update workspaces set brand = brand || $2 where id = $1', [
    moss.workspaceId,
    { logoLight: light, logoDark: dark },
  ]);

const ELSEWHERE = [
  'https://evil.example/x.png',
  'javascript:alert(1)',
  '//evil.example/brand/logo-light?v=0123456789abcdef',
  '/files/1/x.svg',
  '/sign-out',
  'data:image/svg+xml,<svg/>',
  '/brand/logo-light?v=0123456789abcdef&x',
  7,
];

/** What a page has of such an address, or any picture at all. */
async function shownOf(address: unknown): Promise<boolean> {
  await sayLogos(address, address);
  const { text, status } = await visitor(fresh(), moss).get('/sign-in');
  expect(status).toBe(200);
  return /evil|javascript:|<img/.test(text);
}

test('TRUST 19: a page shows logos of its own portal and no other address, whatever the row says', async () => {
  for (const address of ELSEWHERE) expect(await shownOf(address), String(address)).toBe(false);
  // What is ours is shown.
  await sayLogos('/brand/logo-light?v=0123456789abcdef', null);
  expect(logosOn((await visitor(fresh(), moss).get('/sign-in')).text)).toHaveLength(1);
});

test('TRUST 19, control: where every address is taken for one of a logo, the page asks there for it', async () => {
  const texts = ELSEWHERE.filter((one) => typeof one === 'string');
  await whileFits(
    'everything',
    String.raw`^\/brand\/logo-(?:light|dark)\?v=[0-9a-f]{16}(?:&wide=(\d\.\d))?$`,
    async () => {
      for (const address of texts) expect(await shownOf(address), address).toBe(true);
    },
  );
  await sayLogos(null, null);
});

test('TRUST 1: a host serves its own workspace’s logo, and nobody else’s', async () => {
  const [light = ''] = logosOn((await visitor(fresh(), fern).get('/sign-in')).text);
  expect((await visitor(fresh(), moss).get(light)).status).toBe(404);
  await dress(moss, { light: picture(svg('<rect/>')) });
  expect((await visitor(fresh(), moss).get(light)).text).toBe(svg('<rect></rect>'));
  // Control: at home that address is Fern's.
  expect((await visitor(fresh(), fern).get(light)).text).toContain('M1 1');
  const nobody = await fresh().app.request(`http://nobody.example${light}`, { headers: { host: 'nobody.example' } });
  expect(nobody.status).toBe(421);
});

test('TRUST 1: without the system nobody writes a logo, and nobody sees another workspace’s', async () => {
  const { pool } = portal().platform;
  const values = { workspace_id: moss.workspaceId, mode: 'dark', version: '0'.repeat(16), type: 'image/png' };
  const write = (system: boolean) =>
    inScope(pool, { workspaceId: moss.workspaceId, system }, async (db) => {
      await db
        .insertInto('brand_pictures')
        .values({ ...values, content: Buffer.from('x') })
        .execute();
      return { value: 'written', commit: false };
    });
  await expect(write(false)).rejects.toThrow('row-level security');
  expect(await write(true)).toBe('written');
  const seen = (workspaceId: string) =>
    inScope(pool, { workspaceId, readOnly: true }, async (db) => ({
      value: (await db.selectFrom('brand_pictures').select('workspace_id').execute()).map((row) => row.workspace_id),
      commit: true,
    }));
  expect(new Set(await seen(fern.workspaceId))).toEqual(new Set([fern.workspaceId]));
});

test('a logo that is taken away is gone, and the other stays', async () => {
  await dress(fern, { dark: null });
  const app = fresh();
  expect(logosOn((await visitor(app, fern).get('/sign-in')).text)).toHaveLength(1);
  expect((await visitor(app, fern).get('/brand/logo-dark')).status).toBe(404);
  expect((await visitor(app, fern).get('/brand/logo-light')).status).toBe(200);
});
