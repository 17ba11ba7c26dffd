import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { attribute, type Client, elements, formsOf } from '../client.ts';
import { peek } from '../database.ts';
import { usePortal } from '../portal.ts';
import { filledIn } from './filled-in.ts';
import { type FormsWorld, formsWorld } from './forms-world.ts';
import { routeOf } from './post-routes.ts';

type Element = DefaultTreeAdapterMap['element'];

const portal = usePortal();
let world: FormsWorld;

beforeAll(async () => {
  world = await formsWorld(portal());
}, 60_000);

const inside = (node: Element): string[] => [
  ...[...elements(node, 'input')].map((one) => attribute(one, 'value') ?? ''),
  ...[...elements(node, 'textarea')].map((one) =>
    one.childNodes.map((text) => ('value' in text ? text.value : '')).join(''),
  ),
];

/** What a page gives back: in the form that posts to `action`, or over the page, to be copied. */
function givenBack(text: string, action: string): string[] {
  const page = parse(text);
  const form = [...elements(page, 'form')].find((one) => attribute(one, 'action') === action);
  const over = [...elements(page, 'div')].find((one) => attribute(one, 'id') === 'kept');
  return [...(form ? inside(form) : []), ...(over ? inside(over) : [])];
}

/** What is wrong with how a page gives back what was written into one of its forms when the session was another one. */
async function lost(client: Client, page: string, action: string, form: Element): Promise<string[]> {
  const { fields, written } = filledIn(form);
  const sent = await client.postRaw(action, { ...fields, _token: 'stale' });
  if (sent.status !== 303 || !sent.location?.includes('kept=1')) return [`${sent.status}, to ${sent.location}`];
  const back = await client.get(sent.location.split('#')[0]!);
  const shown = givenBack(back.text, action);
  return [
    ...(back.text.includes('id="kept"') ? [] : [`does not say on ${page} that something was kept`]),
    ...[...written].filter(([, value]) => !shown.includes(value)).map(([name]) => `loses ${name}`),
  ];
}

test('what was written into a form is given back by its page when its session was another one', async () => {
  const found: Record<string, string[]> = {};
  for (const who of ['contact', 'viewer', 'agent', 'owner']) {
    const client = world.people[who]!;
    const pages = await world.crawl(client);
    for (const [page, text] of pages) {
      const fresh = (form: Element) => attribute(form, 'method') === 'post' && !((routeOf(form) ?? '') in found);
      for (const form of formsOf(text, fresh)) {
        const route = routeOf(form);
        if (!route || filledIn(form).written.size === 0) continue;
        found[route] = await lost(client, page, attribute(form, 'action')!, form);
      }
    }
  }
  expect(Object.keys(found).length).toBeGreaterThan(40);
  const wrong = Object.entries(found).filter(([, faults]) => faults.length > 0);
  expect(wrong).toEqual([]);
}, 300_000);

test('control: a page to which nothing was kept says and shows nothing', async () => {
  const owner = world.people.owner!;
  const page = '/settings/roles/new?side=member';
  const form = await owner.form(page, '/settings/roles');
  await owner.postRaw('/settings/roles', { ...form, name: 'Orchid keeper', _token: 'stale' });
  expect(givenBack((await owner.get(`${page}&kept=1`)).text, '/settings/roles')).toContain('Orchid keeper');
  expect((await owner.get(page)).text).not.toContain('Orchid keeper');
  await peek(portal().database, 'delete from drafts');
  const { text } = await owner.get(`${page}&kept=1`);
  expect(text).not.toContain('id="kept"');
  expect(text).not.toContain('Orchid keeper');
});
