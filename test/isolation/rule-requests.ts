import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { rooms } from '#app/features.ts';
import { picture } from '#app/seed/picture.ts';
import type { RouteEntry } from '#platform/http/room.ts';
import { attribute, elements, type Fields } from '../client.ts';
import { peek } from '../database.ts';
import { filledIn } from '../ledgers/filled-in.ts';
import type { TestPortal } from '../portal.ts';
import type { World } from '../world.ts';

type Element = DefaultTreeAdapterMap['element'];

/** A page or a form that somebody with every right of their side is given, and what was asked until it was answered. */
export interface Request {
  method: 'GET' | 'POST';
  path: string;
  fields: Fields;
  side: 'member' | 'contact';
  /** Of the route. */
  room: string;
  /** The places that are asked, once somebody looked. */
  asked?: Set<string>;
}

/** What it is called: every world has ids of its own. */
export const addressOf = ({ method, path }: Pick<Request, 'method' | 'path'>): string =>
  `${method} ${path.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '*')}`;

/** Every page that is linked and every form there is on these pages, some of each route. */
export function requestsOn(pages: Map<string, string>, side: Request['side']): Request[] {
  const found = new Map<string, Request>();
  const counts = new Map<RouteEntry, number>();
  const add = (method: Request['method'], path: string, fields: Fields = {}) => {
    const bare = path.split('#')[0]!;
    const route = routeOf(method, bare);
    const key = `${method} ${bare} ${JSON.stringify({ ...fields, _once: '', _token: '', _page: '' })}`;
    if (!route || route.path === '/sign-out' || found.has(key)) return;
    const before = counts.get(route) ?? 0;
    if (before >= (method === 'GET' ? 2 : 8)) return;
    counts.set(route, before + 1);
    found.set(key, { method, path: bare, fields, side, room: route.room });
  };
  for (const [page, text] of pages) {
    add('GET', page);
    const tree = parse(text);
    for (const link of elements(tree, 'a')) add('GET', attribute(link, 'href') ?? '');
    for (const form of elements(tree, 'form')) {
      if (attribute(form, 'method')?.toLowerCase() !== 'post') continue;
      const { fields } = filledIn(form);
      delete fields._once;
      const action = attribute(form, 'action') ?? '';
      const buttons = [...elements(form, 'button')].filter(
        (one) => attribute(one, 'name') ?? attribute(one, 'formaction'),
      );
      for (const variant of variants(form, fields)) add('POST', action, variant);
      for (const button of buttons) {
        const named = attribute(button, 'name');
        add('POST', attribute(button, 'formaction') ?? action, {
          ...fields,
          ...(named && { [named]: attribute(button, 'value') ?? '' }),
        });
      }
    }
  }
  for (const { method, path } of routes.map(({ route }) => route)) if (!path.includes(':')) add(method, path);
  return [...found.values()];
}

/** In an address: whoever asks. */
export const SELF = ':self';

/** What no page of somebody who may do everything has a form for, or only after a first answer. */
export async function byHand({ database }: TestPortal, world: World): Promise<Request[]> {
  const idOf = async (table: string, where: string): Promise<string> =>
    (
      await peek<{ id: string }>(database, `select id from ${table} where workspace_id = $1 and ${where} limit 1`, [
        world.workspaceId,
      ])
    )[0]!.id;
  const clerk = await idOf('roles', "side = 'contact' and key = 'contributor'");
  const agent = await idOf('roles', "side = 'member' and key = 'agent'");
  const move = { into: world.rivalAccountId, sure: 'yes', heir: world.dana.id };
  const post = (path: string, fields: Fields = {}): Request => ({
    method: 'POST',
    path,
    fields,
    side: 'member',
    room: routeOf('POST', path)!.room,
  });
  return [
    post(`/customers/${world.accountId}/contacts/${world.viewer.id}/move`, move),
    post('/settings/design/logo-light', {
      logo: { name: 'logo.png', type: 'image/png', content: picture(9, 9, [[9, 9, 9]], []) },
    }),
    post(`/settings/members/${SELF}/deactivation`),
    post(`/people/${SELF}/password`),
    post(`/people/${world.owner.id}/password`),
    post('/knowledge/1/readers', { audience: 'segment', segment: await idOf('segments', 'true') }),
    post(`/settings/roles/${clerk}`, { name: 'Clerk', right: [] }),
    post(`/settings/roles/${agent}`, { name: 'Agent', reach: 'all', right: [] }),
    post('/settings/members/new', { name: 'New Person', email: 'new@northwind.example', title: '', role: clerk }),
  ];
}

/** The form as it comes, and with each other choice that it gives. */
function variants(form: Element, fields: Fields): Fields[] {
  const choices = [...elements(form, 'select')].flatMap((select) =>
    [...elements(select, 'option')].map((option) => [
      attribute(select, 'name') ?? '',
      attribute(option, 'value') ?? '',
    ]),
  );
  const radios = [...elements(form, 'input')]
    .filter((input) => attribute(input, 'type') === 'radio')
    .map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']);
  return [fields, ...[...choices, ...radios].map(([name, value]) => ({ ...fields, [name!]: value! }))];
}

const routes = rooms
  .flatMap((room) => room.entries)
  .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/:[a-z]+/g, '[^/]+')}$`) }));

const routeOf = (method: string, path: string): RouteEntry | undefined =>
  routes.find(({ route, pattern }) => route.method === method && pattern.test(path.split('?')[0]!))?.route;
