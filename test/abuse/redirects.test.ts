import { beforeAll, expect, test } from 'vitest';
import { localPath } from '#platform/http/local-path.ts';
import { as } from '../client.ts';
import { usePortal } from '../portal.ts';
import type { Actor } from '../world.ts';
import { tokenFor, type Victim, victim } from './arena.ts';
import { whileFits } from './unguarded.ts';

const portal = usePortal();
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
});

const OUTSIDE = [
  'https://evil.example/',
  'https:evil.example',
  'https:/evil.example',
  'http://evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/%2Fevil.example',
  '/%2f%2fevil.example',
  '/%5cevil.example',
  '%2F%2Fevil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/./\\evil.example',
  '/support/..//evil.example',
  '/support/../\\evil.example',
  '/@evil.example',
  '@evil.example',
  '.evil.example',
  'evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  'data:text/html,x',
  '//user@evil.example:80/',
  'http:///evil.example',
  '/\u2028/evil.example',
  '//evil%E3%80%82example',
  '/support\r\nLocation: https://evil.example',
  `/${'a'.repeat(3_000)}`,
];

/** Where a browser on this portal would go. */
const goesTo = (location: string | null, from: string): string => new URL(location ?? '', from).origin;

/** Forms that lead back to the page they name, each with what it needs besides. */
const returning = (): [string, Actor, Record<string, string>][] => [
  ['/preferences', home.world.dana, { theme: 'light' }],
  ['/preferences', home.world.agent, { theme: 'light' }],
  ['/notifications/read', home.world.dana, {}],
  [`/notifications/${home.known.ids[0]}/read`, home.world.dana, {}],
  ['/inbox/1/triage', home.world.agent, { priority: 'high' }],
  ['/inbox/1/assignment', home.world.agent, { assignee: '' }],
  ['/inbox/1/notes', home.world.agent, { body: 'x' }],
];

/** The pages that these forms lead to and that are not of this host, and whatever was not answered as it should. */
async function away() {
  const [led, broken]: [string[], string[]] = [[], []];
  for (const [path, actor, fields] of returning()) {
    for (const page of OUTSIDE) {
      const sent = { ...fields, _token: tokenFor(portal(), actor, home.world), _page: page };
      const { status, location, headers } = await as(portal(), actor).postRaw(path, sent);
      if (![204, 303].includes(status) || headers.get('refresh') !== null) broken.push(`${path} ${page}`);
      if (
        location !== null &&
        URL.canParse(location, home.world.origin) &&
        goesTo(location, home.world.origin) !== home.world.origin
      )
        led.push(page);
    }
  }
  return { led, broken };
}

test('TRUST 20: whatever a form names as its page, the answer leads to this host', async () => {
  expect(await away()).toEqual({ led: [], broken: [] });
});

test('TRUST 20: whoever is sent to sign in comes back to this host, whatever address they asked for', async () => {
  const nobody = as(portal(), { ...home.world.dana, token: '' });
  for (const page of OUTSIDE.filter((one) => one.startsWith('/') && !/[\r\n\t]/.test(one))) {
    const asked = await nobody.get(`/support/1?next=${encodeURIComponent(page)}`);
    expect(goesTo(asked.location, home.world.origin), page).toBe(home.world.origin);
    const sent = await nobody.postRaw('/notifications/read', {
      _token: tokenFor(portal(), null, home.world),
      _page: page,
    });
    expect(goesTo(sent.location, home.world.origin), page).toBe(home.world.origin);
    const next = new URL(sent.location!, home.world.origin).searchParams.get('next') ?? '/';
    // The sign-in page looks at it once more; this is what it makes of it.
    expect(goesTo(localPath(next), home.world.origin), page).toBe(home.world.origin);
  }
});

test('TRUST 20: a kept draft leads back to this host', async () => {
  const { dana } = home.world;
  const form = await as(portal(), dana).form('/support/1', '/support/1/replies');
  const inside = { ...form, _token: 'stale', _page: '/support/1', body: 'kept' };
  expect((await as(portal(), dana).postRaw('/support/1/replies', inside)).location).toBe('/support/1?kept=1#kept');
  for (const page of OUTSIDE) {
    const stale = { ...form, _token: 'stale', _page: page, body: 'kept' };
    const { status, location } = await as(portal(), dana).postRaw('/support/1/replies', stale);
    expect([303, 403], page).toContain(status);
    if (location !== null) expect(goesTo(location, home.world.origin), page).toBe(home.world.origin);
  }
});

test('TRUST 20: an address that looks like a host is not redirected to', async () => {
  for (const path of [
    '//evil.example',
    '//evil.example/%2e%2e',
    '/\\evil.example',
    '/support/',
    '/support//',
    '/%2F%2Fevil.example/..',
  ]) {
    const response = await portal().app.request(`${home.world.origin}${path}`, { headers: { host: home.world.host } });
    const location = response.headers.get('location');
    if (location) expect(goesTo(location, home.world.origin), path).toBe(home.world.origin);
  }
});

test('TRUST 20, control: where nothing is taken for another host, the product leads away, by every form that says where it goes on', async () => {
  const sent = { _token: tokenFor(portal(), home.world.dana, home.world), _page: '/support?view=all', theme: 'dark' };
  expect((await as(portal(), home.world.dana).postRaw('/preferences', sent)).location).toBe('/support?view=all');
  await whileFits('nothing', String.raw`^\/(?:[/\\]|%2f|%5c)`, async () => {
    const { led } = await away();
    const times = (page: string) => led.filter((one) => one === page).length;
    expect(['/.//evil.example', '/..//evil.example', '/support/..//evil.example'].map(times)).toEqual([4, 4, 4]);
  });
});

test('what somebody writes at great length never comes back in a header; control: an address of ours does', async () => {
  const { dana } = home.world;
  const [nobody, somebody] = [as(portal(), { ...dana, token: '' }), as(portal(), dana)];
  const letters = 'ü'.repeat(1_500);
  const token = (actor: Actor | null) => ({ _token: tokenFor(portal(), actor, home.world) });
  const answers = [
    await nobody.get(`/support?q=${'s'.repeat(9_000)}`),
    await nobody.get(`/support?q=${letters}`),
    await nobody.get(`/help/search?q=${'s'.repeat(9_000)}`),
    await nobody.postRaw('/notifications/read', { ...token(null), _page: `/support?q=${letters}` }),
    await somebody.postRaw('/notifications/read', { ...token(dana), _page: `/support?q=${letters}` }),
    await somebody.postRaw('/notifications/read', { ...token(dana), _account: 'a'.repeat(70_000) }),
    await somebody.postRaw('/notifications/read', { _token: 'stale', _account: 'a'.repeat(70_000), _page: '/support' }),
    await somebody.postRaw(`/company/${home.world.accountId}/choice`, {
      ...token(dana),
      next: `/support?q=${letters}`,
    }),
  ];
  const lengths = answers.map(({ location }) => location?.length ?? 0);
  expect(Math.max(...lengths), `${lengths}`).toBeLessThan(1_000);
  expect((await nobody.get('/support?q=pump')).location).toBe('/sign-in?next=%2Fsupport%3Fq%3Dpump');
});
