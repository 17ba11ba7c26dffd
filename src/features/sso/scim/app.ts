import { type Context, Hono } from 'hono';
import type { Env } from '#platform/http/env.ts';
import { configuration, MOST_RESULTS, resourceTypes, schemas } from './about.ts';
import { failure, TYPE } from './failures.ts';
import { type Filter, matches, readFilter } from './filter.ts';
import { allGroups, createGroup, deleteGroup, groupById, presentGroup, replaceGroup } from './groups.ts';
import { type Operation, patched } from './patch.ts';
import { notThere, ScimError } from './scim-error.ts';
import { type Handler, sent, serve } from './serve.ts';
import { LIST, patchShape, shaped } from './shapes.ts';
import { countUsers, createUser, deleteUser, presentUser, replaceUser, userById, usersBy, usersFrom } from './users.ts';

/** SCIM 2.0 (RFC 7643, 7644). No cookie is looked at: who asks is said by a token, which speaks for one connection's directory. */
export const scim = new Hono<Env>();

type Resource = Record<string, unknown>;

const baseOf = (c: Context<Env>): string => `${c.var.portal.origin}/scim/v2`;

function answer(c: Context<Env>, body: Resource | null, status: 200 | 201 | 204 | 304 = 200): Response {
  c.header('content-type', TYPE);
  const meta = body?.meta as { version?: string; location?: string } | undefined;
  if (meta?.version) c.header('etag', meta.version);
  if (status === 201 && meta?.location) c.header('location', meta.location);
  return body === null ? c.body(null, status) : c.body(JSON.stringify(body), status as 200);
}

function failed(c: Context<Env>, error: ScimError): Response {
  if (error.status === 401) c.header('www-authenticate', 'Bearer realm="scim"');
  c.header('content-type', TYPE);
  return c.body(failure(error.status, error.message, error.scimType), error.status);
}

const add = (method: string, path: string, handler: Handler) =>
  scim.on(method, `/scim/v2${path}`, (c) =>
    serve(c, handler).catch((error: unknown) => {
      if (error instanceof ScimError) return failed(c, error);
      throw error;
    }),
  );

/** What of a list is wanted. Wrong numbers are the nearest right ones, as the RFC says. */
function pageOf(c: Context<Env>): { start: number; count: number; filter: Filter | null } {
  const number = (name: string, usual: number) => Number.parseInt(c.req.query(name) ?? '', 10) || usual;
  const start = Math.min(Math.max(1, number('startIndex', 1)), 1_000_000);
  const count = c.req.query('count') === '0' ? 0 : Math.min(Math.max(0, number('count', 100)), MOST_RESULTS);
  const text = c.req.query('filter');
  return { start, count, filter: text ? readFilter(text) : null };
}

function list(c: Context<Env>, resources: Resource[], total: number, start: number): Response {
  const shown = { totalResults: total, startIndex: start, itemsPerPage: resources.length };
  return answer(c, { schemas: [LIST], ...shown, Resources: resources });
}

function demandVersion(c: Context<Env>, version: number): void {
  const wanted = c.req.header('if-match');
  if (wanted && wanted !== '*' && !wanted.split(',').some((each) => each.trim() === `W/"${version}"`)) {
    throw new ScimError(412, 'it has been changed since');
  }
}

/** What a directory looks a person up by before it does anything else: no need to read everybody. */
function lookUp(filter: Filter): { by: 'userName' | 'externalId'; value: string } | null {
  if (filter.is !== 'compare' || filter.by !== 'eq' || typeof filter.value !== 'string') return null;
  const name = filter.path.toLowerCase();
  return name === 'username' || name === 'externalid'
    ? { by: name === 'username' ? 'userName' : 'externalId', value: filter.value }
    : null;
}

add('GET', '/Users', async (ctx, connection, c) => {
  const { start, count, filter } = pageOf(c);
  const base = baseOf(c);
  if (!filter) {
    const [rows, total] = await Promise.all([
      usersFrom(ctx, connection, start - 1, count),
      countUsers(ctx, connection),
    ]);
    return list(
      c,
      rows.map((row) => presentUser(row, base)),
      total,
      start,
    );
  }
  const quick = lookUp(filter);
  const rows = quick
    ? await usersBy(ctx, connection, quick.by, quick.value)
    : await usersFrom(ctx, connection, 0, 50_000);
  const found = rows.map((row) => presentUser(row, base)).filter((user) => matches(filter, user));
  return list(c, found.slice(start - 1, start - 1 + count), found.length, start);
});

add('POST', '/Users', async (ctx, connection, c) =>
  answer(c, presentUser(await createUser(ctx, connection, sent(c)), baseOf(c)), 201),
);

const id = (c: Context<Env>): string => c.req.param('id') ?? '';
const unchanged = (c: Context<Env>, version: number): boolean => c.req.header('if-none-match') === `W/"${version}"`;

add('GET', '/Users/:id', async (ctx, connection, c) => {
  const row = await userById(ctx, connection, id(c));
  return unchanged(c, row.version) ? answer(c, null, 304) : answer(c, presentUser(row, baseOf(c)));
});

add('PUT', '/Users/:id', async (ctx, connection, c) => {
  const row = await userById(ctx, connection, id(c));
  demandVersion(c, row.version);
  return answer(c, presentUser(await replaceUser(ctx, connection, row, sent(c)), baseOf(c)));
});

add('PATCH', '/Users/:id', async (ctx, connection, c) => {
  const row = await userById(ctx, connection, id(c));
  demandVersion(c, row.version);
  const changed = patched(presentUser(row, baseOf(c)), operationsIn(c));
  return answer(c, presentUser(await replaceUser(ctx, connection, row, changed), baseOf(c)));
});

add('DELETE', '/Users/:id', async (ctx, connection, c) => {
  const row = await userById(ctx, connection, id(c));
  demandVersion(c, row.version);
  await deleteUser(ctx, connection, row);
  return answer(c, null, 204);
});

const operationsIn = (c: Context<Env>): Operation[] =>
  shaped<{ Operations: Operation[] }>(patchShape as never, sent(c)).Operations;

add('GET', '/Groups', async (ctx, connection, c) => {
  const { start, count, filter } = pageOf(c);
  const all = (await allGroups(ctx, connection)).map((row) => presentGroup(row, baseOf(c)));
  const found = filter ? all.filter((group) => matches(filter, group)) : all;
  const bare = /\bmembers\b/i.test(c.req.query('excludedAttributes') ?? '');
  const shown = found
    .slice(start - 1, start - 1 + count)
    .map(({ members, ...group }) => (bare ? group : { ...group, members }));
  return list(c, shown, found.length, start);
});

add('POST', '/Groups', async (ctx, connection, c) =>
  answer(c, presentGroup(await createGroup(ctx, connection, sent(c)), baseOf(c)), 201),
);

add('GET', '/Groups/:id', async (ctx, connection, c) => {
  const row = await groupById(ctx, connection, id(c));
  return unchanged(c, row.version) ? answer(c, null, 304) : answer(c, presentGroup(row, baseOf(c)));
});

add('PUT', '/Groups/:id', async (ctx, connection, c) => {
  const row = await groupById(ctx, connection, id(c));
  demandVersion(c, row.version);
  return answer(c, presentGroup(await replaceGroup(ctx, connection, row, sent(c)), baseOf(c)));
});

add('PATCH', '/Groups/:id', async (ctx, connection, c) => {
  const row = await groupById(ctx, connection, id(c));
  demandVersion(c, row.version);
  const changed = patched(presentGroup(row, baseOf(c)), operationsIn(c));
  return answer(c, presentGroup(await replaceGroup(ctx, connection, row, changed), baseOf(c)));
});

add('DELETE', '/Groups/:id', async (ctx, connection, c) => {
  const row = await groupById(ctx, connection, id(c));
  demandVersion(c, row.version);
  await deleteGroup(ctx, connection, row);
  return answer(c, null, 204);
});

add('GET', '/ServiceProviderConfig', async (_, __, c) => answer(c, configuration(baseOf(c))));
add('GET', '/ResourceTypes', async (_, __, c) => list(c, resourceTypes(baseOf(c)), 2, 1));
add('GET', '/ResourceTypes/:id', async (_, __, c) => one(c, resourceTypes(baseOf(c))));
add('GET', '/Schemas', async (_, __, c) => list(c, schemas(baseOf(c)), 2, 1));
add('GET', '/Schemas/:id', async (_, __, c) => one(c, schemas(baseOf(c))));

function one(c: Context<Env>, all: Resource[]): Response {
  const found = all.find((each) => each.id === id(c));
  if (!found) throw notThere();
  return answer(c, found);
}

/** Whatever else is asked for is answered in the directory's own language. */
scim.all('/scim/*', (c) => failed(c, notThere()));
