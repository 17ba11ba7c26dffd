import { Hono } from 'hono';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import type { Env } from '#platform/http/env.ts';
import { as } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import type { Actor } from '../world.ts';
import { addressOf, fingerprint, tokenFor, type Victim, victim } from './arena.ts';

const portal = usePortal();
let home: Victim;

beforeAll(async () => {
  home = await victim(portal());
});

/** One request with Dana's or Priya's own cookie, in every other way as the attack makes it. */
interface Forged {
  method?: string;
  headers?: Record<string, string>;
  /** The fields, with a valid token unless it says otherwise. */
  token?: string | null;
  body?: string;
}

/** Everything a foreign page can make a browser send, and what programs try that have no browser. */
const attacks = (): Record<string, Forged> => {
  const { host, origin, rival } = home.world;
  const other = (value: string) => ({ origin: value });
  return {
    'a form of another site': { headers: { ...other('https://evil.example'), 'sec-fetch-site': 'cross-site' } },
    'a form of a sibling host': { headers: { ...other(`http://evil.${host}:3000`), 'sec-fetch-site': 'same-site' } },
    'a browser that sends Origin only': { headers: other('https://evil.example') },
    'the same host by another scheme': { headers: other(origin.replace('http:', 'https:')) },
    'the same host on another port': { headers: other(origin.replace(':3000', ':3001')) },
    'a host that begins like ours': { headers: other(`${origin}.evil.example`) },
    'an origin that is null': { headers: { ...other('null'), 'sec-fetch-site': 'cross-site' } },
    'an origin that is null and nothing else': { headers: other('null') },
    'neither origin nor site': { headers: {} },
    'a referer in place of an origin': { headers: { referer: `${origin}/` } },
    'an address typed by hand': { headers: { 'sec-fetch-site': 'none' } },
    'a site that says two things': { headers: { ...other('https://evil.example'), 'sec-fetch-site': 'same-origin' } },
    'Turbo, from elsewhere': {
      headers: { ...other('https://evil.example'), accept: 'text/vnd.turbo-stream.html', 'x-turbo-request-id': 'x' },
    },
    'no token': { headers: same(), token: null },
    'an empty token': { headers: same(), token: '' },
    'a visitor’s token': { headers: same(), token: tokenFor(portal(), null, home.world) },
    'a colleague’s token': { headers: same(), token: tokenFor(portal(), rival, home.world) },
    'a token in the address': { headers: same(), token: null },
    'JSON as text': { headers: { ...same(), 'content-type': 'text/plain' }, body: '{"body":"taken over"}' },
    'a form as text': { headers: { ...same(), 'content-type': 'text/plain' } },
    JSON: { headers: { ...same(), 'content-type': 'application/json' }, body: '{"body":"taken over"}' },
    'a method that is overridden': { method: 'GET', headers: { ...same(), 'x-http-method-override': 'POST' } },
    GET: { method: 'GET', headers: same() },
    HEAD: { method: 'HEAD', headers: same() },
    PUT: { method: 'PUT', headers: same() },
    PATCH: { method: 'PATCH', headers: same() },
    DELETE: { method: 'DELETE', headers: same() },
    OPTIONS: { method: 'OPTIONS', headers: same() },
    'a method nobody has heard of': { method: 'PURGE', headers: same() },
  };
};
const same = () => ({ origin: home.world.origin, 'sec-fetch-site': 'same-origin' });

const unsafe = rooms
  .flatMap((room) => room.entries)
  .filter((entry) => entry.method === 'POST' && !entry.path.startsWith('/sign-in'));

async function send(path: string, actor: Actor, attack: Forged, app = portal().app) {
  const { method = 'POST', headers = {}, token = tokenFor(portal(), actor, home.world) } = attack;
  const fields = new URLSearchParams({
    _page: '',
    _once: crypto.randomUUID(),
    body: 'taken over',
    outcome: 'solve',
    status: 'closed',
    theme: 'dark',
    name: 'Taken over',
    email: 'thief@evil.example',
    contact_name: 'Thief',
    role: 'account_admin',
    ...(token === null ? {} : { _token: token }),
  });
  const safe = method === 'GET' || method === 'HEAD';
  const address = `${home.world.origin}${path}${safe || token === null ? `?${fields}` : ''}`;
  return app.request(address, {
    method,
    headers: {
      host: `${home.world.host}:3000`,
      cookie: `portico_session=${actor.token}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    ...(safe ? {} : { body: attack.body ?? fields.toString() }),
  });
}

const actorFor = (who: string): Actor => (who === 'contact' ? home.world.dana : home.world.agent);

test('TRUST 17: no route takes a change that did not come from a form of this portal', {
  timeout: 180_000,
}, async () => {
  const before = await fingerprint(portal(), home);
  // Where little is allowed in an hour, it is refused for that as well.
  for (const [what, attack] of Object.entries(attacks())) {
    for (const { path, who } of unsafe) {
      const { status } = await send(addressOf(path, home), actorFor(who), attack);
      const safe = attack.method === 'GET' || attack.method === 'HEAD';
      // Reading an address that only takes posts is nothing, or the page of the same address (or its refusal).
      expect(
        safe ? [200, 303, 403, 404, 410] : attack.headers?.['content-type'] ? [415] : [403, 429],
        `${what}: POST ${path}`,
      ).toContain(status);
    }
  }
  expect(await fingerprint(portal(), home)).toEqual(before);
});

test('TRUST 17: what a forged form says is not kept as a draft either', async () => {
  const forged = { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } };
  for (const { path, who } of unsafe)
    await send(addressOf(path, home), actorFor(who), { ...forged, body: '_page=%2Fsupport%2F1&body=planted&_token=x' });
  const { text } = await as(portal(), home.world.dana).get('/support/1?kept=1');
  expect(text).not.toContain('planted');
});

test('TRUST 17, control: the same requests from a page of this portal do change things', async () => {
  const changed: string[] = [];
  for (const { path, who } of unsafe.filter((entry) => entry.path !== '/sign-out')) {
    const answer = await send(addressOf(path, home), actorFor(who), { headers: same() });
    const { status } = answer;
    // A rule of the ticket may still forbid it (it is solved by now); the guard does not.
    if (status === 403) expect(await answer.text(), path).toContain('This is not yours to do');
    if (status === 303 || status === 204) changed.push(path);
  }
  expect(changed.length).toBeGreaterThan(8);
});

/** This portal behind a front that vouches for every request: that its page is ours, and with a token that its form is, too. */
function vouched(token?: string): TestPortal['app'] {
  const front = new Hono<Env>();
  front.all('*', (c) => {
    const headers = new Headers(c.req.raw.headers);
    for (const [name, value] of Object.entries(same())) headers.set(name, value);
    if (token !== undefined) headers.set('x-csrf-token', token);
    return portal().app.fetch(new Request(c.req.raw, { headers }));
  });
  return front;
}

test('TRUST 17, control: where the check of the origin, or that of the token, is off, the same attacks change something', async () => {
  const { agent } = home.world;
  const theme = async () =>
    (
      await peek<{ theme: string }>(portal().database, 'select theme from identities where id = $1', [agent.identityId])
    )[0]!.theme;
  const posted = Object.entries(attacks()).filter(([, { method, headers }]) => !method && !headers?.['content-type']);
  const sites = posted.filter(([, { token }]) => token === undefined);
  const tokens = posted.filter(([, { token }]) => token !== undefined);
  expect([sites.length, tokens.length]).toEqual([13, 5]);
  for (const [guard, made] of [
    [vouched(), sites],
    [vouched(tokenFor(portal(), agent, home.world)), tokens],
  ] as const) {
    for (const [what, attack] of made) {
      await peek(portal().database, "update identities set theme = 'light' where id = $1", [agent.identityId]);
      // With the guard it changes nothing; without it, it does.
      expect([(await send('/preferences', agent, attack)).status, await theme()], what).toEqual([403, 'light']);
      expect([(await send('/preferences', agent, attack, guard)).status, await theme()], what).toEqual([303, 'dark']);
    }
  }
});
