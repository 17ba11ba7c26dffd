import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { asSystem, inScope } from '#platform/db/scope.ts';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';

const portal = usePortal();

let installation: World | undefined;
/** There is at most one in a database. */
async function theInstallation(): Promise<World> {
  if (!installation) {
    installation = await newWorld(portal(), 'Portico');
    await peek(portal().database, 'update workspaces set is_installation = true where id = $1', [
      installation.workspaceId,
    ]);
  }
  return installation;
}

test('the operator sees every business in figures, and none of its content', async () => {
  const operator = await theInstallation();
  const world = await newWorld(portal(), 'Kestrel Bikes');
  const dana = as(portal(), world.dana);
  await dana.submit('/support/new', '/support', { subject: 'XYZZY', urgency: 'slows', body: 'x' });
  const page = await as(portal(), operator.owner).get('/');
  expect(page.status, page.text).toBe(200);
  expect(page.text).toContain('Kestrel Bikes');
  expect(page.text).toContain(`href="http://${world.host}:3000"`);
  expect(page.text).toContain('No worker has been seen');
  expect(page.text).not.toContain('XYZZY');
  expect(page.text).not.toContain('Acme Robotics');
});

test('the figures are right', async () => {
  const operator = await theInstallation();
  const world = await newWorld(portal(), 'Fjord Audio');
  const dana = as(portal(), world.dana);
  for (const subject of ['One', 'Two'])
    await dana.submit('/support/new', '/support', { subject, urgency: 'slows', body: 'x' });
  // Numbers need not begin at one: the demo's begin far above.
  await peek(portal().database, `update counters set value = 1485 where workspace_id = $1 and name = 'ticket'`, [
    world.workspaceId,
  ]);
  const rows = await figures(operator.workspaceId, operator.owner.token);
  expect(rows.find((row) => row.id === world.workspaceId)).toMatchObject({ accounts: 2, contacts: 3, tickets: 2 });
});

test('only the installation’s own team gets any rows, and its own customers would not', async () => {
  const operator = await theInstallation();
  const world = await newWorld(portal(), 'Lumen Cloud');
  expect(await figures(world.workspaceId, world.owner.token)).toEqual([]);
  expect(await figures(operator.workspaceId, operator.dana.token)).toEqual([]);
  expect(await figures(operator.workspaceId, undefined)).toEqual([]);
  // The control: the same question of somebody who may ask.
  expect((await figures(operator.workspaceId, operator.owner.token)).length).toBeGreaterThan(0);
  expect((await as(portal(), world.owner).get('/')).location).toBe('/inbox');
});

test('a job of a business cannot ask, although the system may do everything there', async () => {
  await theInstallation();
  const world = await newWorld(portal(), 'Orchard Row');
  const rows = await asSystem(portal().platform.pool, world.workspaceId, async (db) => {
    const { rows: found } = await sql`select * from app.installation_health()`.execute(db);
    return found;
  });
  expect(rows).toEqual([]);
});

async function figures(workspaceId: string, token: string | undefined): Promise<Record<string, unknown>[]> {
  const scope = { workspaceId, tokenHash: token && sha256Hex(token), readOnly: true };
  return inScope(portal().platform.pool, scope, async (db) => {
    const { rows } = await sql<Record<string, unknown>>`select * from app.installation_workspaces()`.execute(db);
    return { value: rows, commit: true };
  });
}

test('the operator has no bell, and nobody a "More" with nothing behind it', async () => {
  const operator = await theInstallation();
  const world = await newWorld(portal(), 'Harbor Pine');
  expect((await as(portal(), operator.owner).get('/')).text).not.toContain('/notifications');
  const behindMore = async (actor: typeof world.owner, path: string) => {
    const { text } = await as(portal(), actor).get(path);
    expect(text).toContain('href="/notifications"');
    const drawer = /<nav id="more"[\s\S]*?<\/nav>/.exec(text)?.[0];
    expect(text.includes('popovertarget="more"')).toBe(drawer !== undefined);
    return [...(drawer ?? '').matchAll(/class="nav-link" href="([^"]+)"/g)].map(([, href]) => href);
  };
  expect(await behindMore(world.agent, '/inbox')).toEqual(['/help', '/knowledge', '/deflection']);
  expect(await behindMore(world.owner, '/inbox')).toEqual([
    '/help',
    '/knowledge',
    '/deflection',
    '/settings',
    '/audit',
  ]);
  expect((await behindMore(world.dana, '/')).length).toBeGreaterThan(0);
});
