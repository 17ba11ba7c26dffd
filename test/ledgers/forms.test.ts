import { type DefaultTreeAdapterMap, parse, serialize } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { rooms } from '#app/features.ts';
import { attribute, elements } from '../client.ts';
import { usePortal } from '../portal.ts';
import { FORMS_ELSEWHERE as others } from './forms-elsewhere.ts';
import { type FormsWorld, formsWorld, MOST_PAGES } from './forms-world.ts';
import { posts } from './post-routes.ts';

const portal = usePortal();
let world: FormsWorld;

beforeAll(async () => {
  world = await formsWorld(portal());
}, 60_000);

type Element = DefaultTreeAdapterMap['element'];

const gets = rooms
  .flatMap((room) => room.entries)
  .filter((entry) => entry.method === 'GET')
  .map(({ path }) => new RegExp(`^${path.replace(/:[a-z]+/g, '[^/]+')}$`));

const known = new WeakMap<Element, Map<string, Element[]>>();

/** All of a tag within another, looked for once: each form of a page asks for its labels and buttons. */
function within(node: Element, tag: string): Element[] {
  const tags = known.get(node) ?? new Map<string, Element[]>();
  known.set(node, tags);
  const found = tags.get(tag) ?? [...elements(node, tag)];
  tags.set(tag, found);
  return found;
}

const submits = (form: Element, page: Element): Element[] => {
  const id = attribute(form, 'id');
  const outside = id ? within(page, 'button').filter((button) => attribute(button, 'form') === id) : [];
  const inputs = within(form, 'input').filter((input) => /^(submit|image)$/.test(attribute(input, 'type') ?? ''));
  return [...elements(form, 'button'), ...outside, ...inputs].filter(
    (one) => (attribute(one, 'type') ?? 'submit') === 'submit' || one.tagName === 'input',
  );
};

const hidden = (form: Element, name: string): string | undefined => {
  const input = within(form, 'input').find((one) => attribute(one, 'name') === name);
  return input && attribute(input, 'type') === 'hidden' ? (attribute(input, 'value') ?? '') : undefined;
};

/** One that nobody sees is there for Enter. */
const isPlain = (button: Element): boolean => !attribute(button, 'name') && !attribute(button, 'formaction');

/** Whether two of its buttons say and do the same. */
function twice(form: Element, page: Element): boolean {
  const plain = submits(form, page).filter((button) => isPlain(button) && !attribute(button, 'aria-hidden'));
  const said = plain.map((button) => serialize(button).trim());
  return new Set(said).size < said.length;
}

/** Whether Enter in one of its fields presses a button that takes something away: the first one of a form is what Enter presses. */
function takesAwayByEnter(form: Element): boolean {
  const first = [...elements(form, 'button')].find((button) => (attribute(button, 'type') ?? 'submit') === 'submit');
  const typed = within(form, 'input').some((input) =>
    /^(text|search|email|number|date)$/.test(attribute(input, 'type') ?? 'text'),
  );
  return typed && first !== undefined && /^(drop|remove|delete)/.test(attribute(first, 'name') ?? '');
}

/** What a form would need scripts for, or would be refused for. */
function faults(form: Element, page: Element): string[] {
  const found: string[] = [];
  const method = attribute(form, 'method')?.toLowerCase() ?? 'get';
  const action = attribute(form, 'action')?.split('?')[0] ?? '';
  if (method === 'dialog') return submits(form, page).length > 0 ? [] : ['a dialog without a button'];
  if (submits(form, page).length === 0) found.push('no button');
  if (twice(form, page)) found.push('two buttons that do the same');
  if (takesAwayByEnter(form)) found.push('Enter takes something away');
  if (method === 'get') {
    if (action && !gets.some((pattern) => pattern.test(action))) found.push(`GET ${action} is no page`);
    if (hidden(form, '_token') !== undefined) found.push('a token in an address');
    return found;
  }
  if (method !== 'post') return [`method ${method}`];
  const actions = [action, ...submits(form, page).map((button) => attribute(button, 'formaction') ?? action)];
  for (const one of actions) if (!posts.some(({ pattern }) => pattern.test(one))) found.push(`POST ${one} is no route`);
  if (!/^[A-Za-z0-9_-]{86}$/.test(hidden(form, '_token') ?? '')) found.push('no token');
  // The doors name no page: a draft of a sign-in form is kept for nobody.
  if (hidden(form, '_page') === undefined) found.push('no page');
  const file = within(form, 'input').some((input) => attribute(input, 'type') === 'file');
  if (file && attribute(form, 'enctype') !== 'multipart/form-data') found.push('files that would not be sent');
  return found;
}

/** Fields without a label cannot be filled in by everybody; ids that occur twice make labels lie. */
function unlabelled(form: Element, page: Element): string[] {
  const labels = new Set(within(page, 'label').map((label) => attribute(label, 'for')));
  const inLabel = new Set(
    within(page, 'label').flatMap((label) => [...within(label, 'input'), ...within(label, 'select')]),
  );
  return ['input', 'select', 'textarea']
    .flatMap((tag) => within(form, tag))
    .filter((field) => attribute(field, 'type') !== 'hidden')
    .filter(
      (field) =>
        !attribute(field, 'aria-label') &&
        !attribute(field, 'aria-labelledby') &&
        !labels.has(attribute(field, 'id')) &&
        !inLabel.has(field),
    )
    .map((field) => `no label for ${attribute(field, 'name')}`);
}

const root = (text: string): Element => [...elements(parse(text), 'html')][0]!;

const usedActions = new Set<string>();

test.each(['visitor', 'contact', 'viewer', 'rival', 'agent', 'owner'])(
  'every form that a %s meets works without scripts',
  { timeout: 180_000 },
  async (who) => {
    const pages = await world.crawl(world.people[who]!);
    expect(pages.size).toBeGreaterThan(who === 'visitor' ? 0 : 5);
    // One that stops at the most has not seen them all.
    expect(pages.size).toBeLessThan(MOST_PAGES);
    const found: string[] = [];
    for (const [path, text] of pages) {
      const page = root(text);
      for (const form of elements(page, 'form')) {
        const action = attribute(form, 'action')?.split('?')[0] ?? '';
        for (const { path: route, pattern } of posts) if (pattern.test(action)) usedActions.add(route);
        for (const button of submits(form, page)) {
          const other = attribute(button, 'formaction')?.split('?')[0];
          for (const { path: route, pattern } of posts) if (other && pattern.test(other)) usedActions.add(route);
        }
        found.push(
          ...[...faults(form, page), ...unlabelled(form, page)].map((fault) => `${path}, ${action}: ${fault}`),
        );
      }
      const ids = new Set<string>();
      for (const [, id] of text.matchAll(/ id="([^"]+)"/g)) {
        if (ids.has(id!)) found.push(`${path}: two things are called ${id}`);
        ids.add(id!);
      }
    }
    expect([...new Set(found)]).toEqual([]);
  },
);

test('every route that takes a form has one on some page, or says here who else sends to it', () => {
  const missing = posts.map(({ path }) => path).filter((path) => !usedActions.has(path));
  expect(missing.sort()).toEqual(Object.keys(others).sort());
});

test('a viewer is shown no form that would refuse them', async () => {
  const text = (await world.people.viewer!.get('/support/1')).text;
  const actions = [...elements(root(text), 'form')].map((form) => attribute(form, 'action'));
  for (const verb of ['replies', 'closure', 'reopening']) expect(actions).not.toContain(`/support/1/${verb}`);
});

test('control: a form without a token, a button, a route or a label is found', () => {
  const judge = (html: string): string[] => {
    const page = root(html);
    return within(page, 'form').flatMap((form) => [...faults(form, page), ...unlabelled(form, page)]);
  };
  expect(judge('<form method="post" action="/support"><button>Send</button></form>')).toEqual(['no token', 'no page']);
  expect(judge('<form method="post" action="/nowhere"></form>')).toContain('POST /nowhere is no route');
  expect(judge('<form action="/support"><input name="q"></form>')).toEqual(['no button', 'no label for q']);
  expect(judge('<form method="put" action="/support"><button>x</button></form>')).toEqual(['method put']);
  expect(judge('<form action="/support"><button>Show</button><p><button>Show</button></p></form>')).toEqual([
    'two buttons that do the same',
  ]);
  expect(
    judge('<form action="/support"><button name="drop">x</button><input aria-label="q"><button>Show</button></form>'),
  ).toEqual(['Enter takes something away']);
  expect(judge('<form action="/nowhere"><button>x</button></form>')).toEqual(['GET /nowhere is no page']);
});
