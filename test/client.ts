import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { settled } from '#platform/behind.ts';
import type { TestPortal } from './portal.ts';
import type { Actor, World } from './world.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  location: string | null;
  response: Response;
}

/** Speaks HTTP to the real application as somebody, the way a browser without scripts does. */
export interface Client {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Posts fields as they are; no token is added. */
  postRaw(path: string, fields: Fields, headers?: Record<string, string>): Promise<Answer>;
  /** Opens `page`, takes the hidden fields of the form that posts to `path`, and sends it filled in. */
  submit(page: string, path: string, fields?: Fields): Promise<Answer>;
  /** The hidden fields of a form on a page. */
  form(page: string, path: string): Promise<Record<string, string>>;
  cookies: Map<string, string>;
}

export type Fields = Record<string, string | string[] | { name: string; type?: string; content: string | Uint8Array }>;

export const as = (portal: TestPortal, actor: Actor): Client => clientOf(portal, actor.world, actor.token);

export const visitor = (portal: TestPortal, world: World): Client => clientOf(portal, world);

/** What the server knows of whoever is connected; asking for it where there is none costs more than a page's head. */
const CONNECTION = { incoming: { socket: { remoteAddress: '127.0.0.1', remotePort: 50_000, remoteFamily: 'IPv4' } } };

/**
 * Of many who come at once some wait longer than they may, on a busy machine: they are asked to come again (503), nothing of theirs was done,
 * and they do.
 */
export async function untilAnswered(send: () => Promise<Answer>): Promise<Answer> {
  const answer = await send();
  return answer.status === 503 ? untilAnswered(send) : answer;
}

function clientOf(portal: TestPortal, world: World, token?: string): Client {
  const cookies = new Map<string, string>(token ? [['portico_session', token]] : []);
  const send = async (path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Answer> => {
    const headers = new Headers({
      host: new URL(world.origin).host,
      'accept-language': 'en',
      'sec-fetch-site': 'same-origin',
      ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      ...init.headers,
    });
    const asked = { ...init, headers, redirect: 'manual' as const };
    const response = await portal.app.request(`${world.origin}${path}`, asked, CONNECTION);
    await settled(portal.platform.pool);
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(cookie)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = response.headers.get('content-type')?.includes('event-stream') ? '' : await response.clone().text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location'),
      response,
    };
  };
  const client: Client = {
    cookies,
    get: (path, headers = {}) => send(path, { method: 'GET', headers }),
    postRaw: (path, fields, headers = {}) =>
      send(path, { method: 'POST', body: bodyOf(fields), headers: { origin: world.origin, ...headers } }),
    async form(page, path) {
      const { text, status } = await client.get(page);
      const found = hiddenFields(text, path);
      if (!found) throw new Error(`no form that posts to ${path} on ${page} (${status})`);
      return found;
    },
    async submit(page, path, fields = {}) {
      return client.postRaw(path, { ...(await client.form(page, path)), ...fields });
    },
  };
  return client;
}

function bodyOf(fields: Fields): FormData | URLSearchParams {
  const files = Object.values(fields).some((value) => typeof value === 'object' && !Array.isArray(value));
  const body = files ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value)) for (const each of value) body.append(name, each);
    else if (typeof value === 'string') body.append(name, value);
    else {
      const file = new File([value.content as BlobPart], value.name, {
        type: value.type ?? 'application/octet-stream',
      });
      (body as FormData).append(name, file);
    }
  }
  return body;
}

/** The values of the hidden inputs of the form with this action; undefined when the page has none. */
export function hiddenFields(html: string, action: string): Record<string, string> | undefined {
  for (const form of formsOf(html, (one) => attribute(one, 'action') === action)) {
    const fields: Record<string, string> = {};
    for (const input of elements(form, 'input')) {
      if (attribute(input, 'type') === 'hidden')
        fields[attribute(input, 'name') ?? ''] = attribute(input, 'value') ?? '';
    }
    return fields;
  }
  return undefined;
}

/** What a browser shows nobody whose scripts run. */
const UNSHOWN = /<(template|noscript)\b[\s\S]*?<\/\1>/gi;

/** The forms of a page whose tags are wanted, each parsed by itself: the whole page would take ten times as long. */
export function* formsOf(html: string, wanted: (tag: Element) => boolean = () => true): Generator<Element> {
  for (const [form, tag] of html.replace(UNSHOWN, '').matchAll(/(<form\b[^>]*>)(?:[\s\S]*?<\/form>)?/gi)) {
    if (wanted(only(tag!, 'form'))) yield only(form, 'form');
  }
}

/** Where the links of a page lead. */
export const linksOf = (html: string): string[] =>
  [...html.replace(UNSHOWN, '').matchAll(/<a\b[^>]*>/gi)].flatMap(([tag]) => attribute(only(tag, 'a'), 'href') ?? []);

const only = (html: string, tag: string): Element => [...elements(parse(html), tag)][0]!;

export function* elements(node: Node, tag: string): Generator<Element> {
  if ('tagName' in node && node.tagName === tag) yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child, tag);
}

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((each) => each.name === name)?.value;
