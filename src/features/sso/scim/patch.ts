import { type Filter, matches, readFilter } from './filter.ts';
import { ScimError } from './scim-error.ts';

export interface Operation {
  op: 'add' | 'replace' | 'remove';
  path?: string | undefined;
  value?: unknown;
}

type Thing = Record<string, unknown>;

/** Where an operation points: `emails[type eq "work"].value`. */
interface Target {
  name: string;
  filter: Filter | null;
  sub: string | null;
}

const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group):/i;
const EXTENSION = /^(urn:[\w:.-]+:[A-Za-z]+)(?::(.+))?$/;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const MULTIPLE = new Set([
  'emails',
  'phonenumbers',
  'addresses',
  'ims',
  'photos',
  'entitlements',
  'roles',
  'members',
  'x509certificates',
]);

const wrongPath = (path: string): never => {
  throw new ScimError(400, `the path ${path.slice(0, 100)} cannot be read`, 'invalidPath');
};

function targetOf(path: string): Target {
  const short = path.trim().replace(CORE, '');
  const match = /^([A-Za-z$][\w$-]*)(?:\[(.+)\])?(?:\.([A-Za-z$][\w$-]*))?$/.exec(short);
  if (!match) return wrongPath(path);
  const [, name = '', filter, sub] = match;
  for (const part of [name, sub ?? '']) if (FORBIDDEN.has(part)) wrongPath(path);
  return { name, filter: filter === undefined ? null : readFilter(filter), sub: sub ?? null };
}

/** The operations of a PATCH (RFC 7644, 3.5.2), applied to a copy. In the forms of Okta and Entra as well. */
export function patched(resource: Thing, operations: readonly Operation[]): Thing {
  const copy = structuredClone(resource);
  for (const operation of operations) apply(copy, operation);
  return copy;
}

function apply(resource: Thing, { op, path, value }: Operation): void {
  if (path === undefined || path === '') {
    if (op === 'remove') throw new ScimError(400, 'what is to be removed is not said', 'noTarget');
    if (!isThing(value)) throw new ScimError(400, 'without a path the value is an object', 'invalidValue');
    // Entra sends paths as the names of such an object.
    for (const [name, each] of Object.entries(value)) {
      if (FORBIDDEN.has(name)) wrongPath(name);
      apply(resource, { op, path: name, value: each });
    }
    return;
  }
  const extension = EXTENSION.exec(path.replace(CORE, ''));
  if (extension) inExtension(resource, op, [extension[1]!, extension[2]], value);
  else at(resource, op, targetOf(path), value);
}

function inExtension(
  resource: Thing,
  op: Operation['op'],
  [schema, path]: [string, string | undefined],
  value: unknown,
): void {
  const held = isThing(resource[schema]) ? (resource[schema] as Thing) : {};
  if (path === undefined && op === 'remove') delete resource[schema];
  else if (path === undefined) resource[schema] = { ...held, ...(isThing(value) ? value : {}) };
  else {
    at(held, op, targetOf(path), value);
    resource[schema] = held;
  }
}

function at(holder: Thing, op: Operation['op'], { name, filter, sub }: Target, value: unknown): void {
  const key = keyIn(holder, name);
  if (filter) amongValues(holder, key, op, { filter, sub }, value);
  else if (sub) ofPart(holder, key, op, sub, value);
  else whole(holder, key, op, value);
}

function whole(holder: Thing, key: string, op: Operation['op'], value: unknown): void {
  const held = holder[key];
  if (op === 'remove') {
    // Entra removes single members by naming them in the value.
    if (Array.isArray(held) && Array.isArray(value))
      holder[key] = held.filter((each) => !value.some((one) => isSame(each, one)));
    else delete holder[key];
  } else if (op === 'add' && (Array.isArray(held) || MULTIPLE.has(key.toLowerCase()))) {
    holder[key] = added(Array.isArray(held) ? held : [], [value].flat());
  } else holder[key] = isThing(held) && isThing(value) ? { ...held, ...value } : value;
}

function ofPart(holder: Thing, key: string, op: Operation['op'], sub: string, value: unknown): void {
  const held = holder[key];
  const parts = Array.isArray(held) ? held.filter(isThing) : [isThing(held) ? held : {}];
  for (const part of parts) {
    if (op === 'remove') delete part[keyIn(part, sub)];
    else part[keyIn(part, sub)] = value;
  }
  if (!Array.isArray(held) && parts[0]) holder[key] = parts[0];
}

function amongValues(
  holder: Thing,
  key: string,
  op: Operation['op'],
  { filter, sub }: { filter: Filter; sub: string | null },
  value: unknown,
): void {
  const held = Array.isArray(holder[key]) ? (holder[key] as unknown[]) : [];
  const meant = held.filter((each): each is Thing => isThing(each) && matches(filter, each));
  if (op === 'remove' && !sub) {
    holder[key] = held.filter((each) => !meant.includes(each as Thing));
    return;
  }
  if (meant.length === 0) {
    // Okta and Entra set a value of a kind that is not there yet: it is made of what the filter says.
    const fresh = op === 'remove' ? null : madeOf(filter);
    if (!fresh) throw new ScimError(400, 'there is no such value', 'noTarget');
    held.push(fresh);
    meant.push(fresh);
  }
  for (const each of meant) {
    if (!sub) Object.assign(each, isThing(value) ? value : { value });
    else if (op === 'remove') delete each[keyIn(each, sub)];
    else each[keyIn(each, sub)] = value;
  }
  holder[key] = held;
}

const madeOf = (filter: Filter): Thing | null =>
  filter.is === 'compare' && filter.by === 'eq' && /^[a-z]+$/i.test(filter.path)
    ? { [filter.path]: filter.value }
    : null;

function added(held: unknown[], more: unknown[]): unknown[] {
  const primary = more.some((each) => isThing(each) && each.primary === true);
  // Only one of several is the first one.
  const kept = primary
    ? held.map((each) => (isThing(each) && each.primary === true ? { ...each, primary: false } : each))
    : held;
  return [...kept, ...more.filter((each) => !kept.some((one) => isSame(one, each)))];
}

const isSame = (a: unknown, b: unknown): boolean =>
  isThing(a) && isThing(b) && a.value !== undefined ? a.value === b.value : JSON.stringify(a) === JSON.stringify(b);

const keyIn = (holder: Thing, name: string): string =>
  Object.keys(holder).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name;

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
