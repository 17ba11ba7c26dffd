import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { endSessions, newWorld, type World } from '#test/world.ts';

const portal = usePortal();
const sql = <Row extends Record<string, unknown>>(text: string, ...values: unknown[]) =>
  peek<Row>(portal().database, text, values);

/** Dana has given three files, somebody of another customer one. */
async function given(): Promise<World> {
  const world = await newWorld(portal());
  const ask = { urgency: 'question', body: 'Hello' };
  const send = (who: World['dana'], name: string) =>
    as(portal(), who).submit('/support/new', '/support', {
      ...ask,
      subject: name,
      files: { name, content: `The content of ${name}` },
    });
  for (const name of ['plan.txt', 'plan two.txt', 'gone.txt']) await send(world.dana, name);
  await send(world.rival, 'foreign.txt');
  return world;
}

async function taken(world: World, who: World['dana'], path: string, page = path): Promise<Response> {
  const form = await as(portal(), who).form(page, path);
  return portal().app.request(world.origin + path, {
    method: 'POST',
    body: new URLSearchParams({ ...form, with: 'files' }),
    headers: {
      host: new URL(world.origin).host,
      origin: world.origin,
      'sec-fetch-site': 'same-origin',
      cookie: `portico_session=${who.token}`,
    },
  });
}

async function unpacked(answer: Response): Promise<Record<string, string>> {
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toMatch(/\.zip"$/);
  const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content).toString()]));
}

test('the archive has the data and the contents of the files that somebody gave, and says which are left out and why', async () => {
  const world = await given();
  const whole = await unpacked(await taken(world, world.dana, '/account/data'));
  expect(Object.keys(whole)).toEqual([
    'data.json',
    'files/0001 plan.txt',
    'files/0002 plan two.txt',
    'files/0003 gone.txt',
    'files.json',
  ]);
  expect(whole['files/0002 plan two.txt']).toBe('The content of plan two.txt');
  expect(JSON.parse(whole['data.json']!).files).toHaveLength(3);
  await sql(
    "update attachments set bytes = 1990000000 where name = 'plan.txt' and workspace_id = $1",
    world.workspaceId,
  );
  const [gone] = await sql<{ key: string }>(
    "select storage_key as key from attachments where name = 'gone.txt' and workspace_id = $1",
    world.workspaceId,
  );
  const { platform } = portal();
  await platform.files.of(world.workspaceId).remove(gone!.key);
  await sql(
    "update attachments set bytes = 20000000 where name = 'plan two.txt' and workspace_id = $1",
    world.workspaceId,
  );
  const part = await unpacked(await taken(world, world.dana, '/account/data'));
  expect(JSON.parse(part['files.json']!)).toEqual([
    expect.objectContaining({ name: 'plan.txt', path: 'files/0001 plan.txt' }),
    expect.objectContaining({ name: 'plan two.txt', left_out: 'The archive holds two gigabytes at most.' }),
    expect.objectContaining({ name: 'gone.txt', left_out: 'Its content is not there any more.' }),
  ]);
  expect(Object.keys(part)).toEqual(['data.json', 'files/0001 plan.txt', 'files.json']);
});

test('the copy that the team takes of somebody has their files, and nobody else’s', async () => {
  const world = await given();
  const path = `/contacts/${world.dana.id}/data`;
  const archive = await unpacked(await taken(world, world.owner, path, `/contacts/${world.dana.id}/privacy`));
  expect(Object.keys(archive).filter((name) => name.startsWith('files/'))).toHaveLength(3);
  expect(JSON.stringify(archive)).not.toContain('foreign.txt');
  expect(JSON.parse(archive['data.json']!).entries).toHaveLength(1);
});

test('when the session ends while the archive is sent, so does the archive', async () => {
  const world = await given();
  const answer = await taken(world, world.dana, '/account/data');
  await endSessions(portal().platform, world.dana);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});
