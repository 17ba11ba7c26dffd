import { beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { firstRunFields } from '#features/workspaces/first-run-form.ts';
import { as, type Client, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';
import { whileFits } from './unguarded.ts';

const portal = usePortal();
let world: World;

beforeAll(async () => {
  world = await newWorld(portal());
});

const COLORS = [
  'red',
  '#fff',
  '#6846e8;}body{display:none}',
  '#6846e8</style><script>alert(1)</script>',
  'url(//evil.example/x)',
  "#6846e8;@import '//evil.example/x.css'",
  'expression(alert(1))',
  '#6846e8\n',
  '#６８４６ｅ８',
  '',
  'javascript:alert(1)',
];

/** The portal as it is after its brand was changed behind its back; hosts are looked up anew. */
async function branded(brand: Record<string, unknown>, name = 'Northwind Studio') {
  await peek(portal().database, 'update workspaces set brand = $2, name = $3 where id = $1', [
    world.workspaceId,
    JSON.stringify(brand),
    name,
  ]);
  return { ...portal(), app: createWeb(portal().platform) };
}

const GOOD = { color: '#6846e8', radius: 'soft', font: 'inter' };

test('TRUST 19: the form that takes a brand colour takes no other thing', () => {
  const rest = {
    setup_code: 'x',
    business: 'Acme',
    name: 'Ann',
    email: 'ann@acme.example',
    password: 'long enough words',
  };
  for (const color of COLORS) expect(firstRunFields.safeParse({ ...rest, color }).success, color).toBe(false);
  // Control: it does take a colour.
  expect(firstRunFields.safeParse({ ...rest, color: '#6846E8' }).success).toBe(true);
});

/** Where a hostile colour has come into what a visitor loads. */
async function reached(client: Client): Promise<string[]> {
  const found: string[] = [];
  for (const path of ['/brand.css', '/brand.svg', '/sign-in']) {
    const { text, headers } = await client.get(path);
    const sheet = /css|svg/.test(headers.get('content-type') ?? '');
    // On a page it may stand as what it is, a text in an attribute.
    if ((sheet ? /evil|script|none|expression|import/ : /<script>alert|<style/).test(text)) found.push(path);
  }
  return found;
}

test('TRUST 19: a colour that is none never reaches a style sheet, even from the database', async () => {
  for (const color of COLORS)
    expect(await reached(visitor(await branded({ ...GOOD, color }), world)), color).toEqual([]);
});

test('TRUST 19, control: where every text is taken for a colour, each of them that does something is in the sheet', async () => {
  const harmless = ['red', '#fff', '#6846e8\n', '#６８４６ｅ８', ''];
  await whileFits('everything', '^#[0-9a-f]{6}$', async () => {
    for (const color of COLORS.filter((one) => !harmless.includes(one)))
      expect(await reached(visitor(await branded({ ...GOOD, color }), world)), color).toContain('/brand.css');
  });
  await branded(GOOD);
});

test('TRUST 19: shape, font and logos are chosen from what we know, not written by anybody', async () => {
  const client = visitor(
    await branded({
      color: '#6846e8',
      accent: '#000;}*{background:url(//evil.example)}',
      radius: '0;}body{display:none}',
      font: 'inter;src:url(//evil.example)',
      logoLight: 'javascript:alert(1)',
      logoDark: '"><script src=//evil.example></script>',
      css: '@import "//evil.example"',
      html: '<script>alert(1)</script>',
    }),
    world,
  );
  for (const path of ['/brand.css', '/brand.svg', '/sign-in']) {
    const { text } = await client.get(path);
    expect(text, path).not.toMatch(/evil\.example(?!&)[^&]*<|url\(\/\/|@import|<script src=\/\/|display:none/);
  }
});

test('TRUST 19: a business may be called anything, and it stays a name', async () => {
  const name = '</title></style><script>alert(1)</script><b>"\'&';
  const app = await branded(GOOD, name);
  const pages = [
    await visitor(app, world).get('/sign-in'),
    await as(app, world.dana).get('/'),
    await as(app, world.agent).get('/inbox'),
  ];
  for (const { text, status } of pages) {
    expect(status).toBe(200);
    expect(text).not.toContain('<script>alert(1)');
    expect(text).toContain('&lt;/title&gt;&lt;/style&gt;&lt;script&gt;');
  }
  const css = await visitor(app, world).get('/brand.css');
  expect(css.text).not.toMatch(/<\/style|script/);
  expect((await visitor(app, world).get('/brand.svg')).text).not.toMatch(/<script|<b>/);
  await branded(GOOD);
});

test('TRUST 19: what a brand could load or send is bounded by the policy of the page', async () => {
  const { headers } = await visitor(portal(), world).get('/sign-in');
  const csp = headers.get('content-security-policy')!;
  expect(csp).toMatch(/img-src 'self' data: blob:;/);
  expect(csp).toMatch(/form-action 'self';/);
  expect(csp).toMatch(/connect-src 'self';/);
  expect((await visitor(portal(), world).get('/brand.css')).headers.get('content-type')).toBe(
    'text/css; charset=utf-8',
  );
});

test('TRUST 19, control: a proper colour is in the sheet, so that a hostile one would be', async () => {
  const { text, status } = await visitor(await branded({ ...GOOD, color: '#be123c' }), world).get('/brand.css');
  expect(status).toBe(200);
  expect(text).toContain('--brand: #be123c;');
  await branded(GOOD);
});
