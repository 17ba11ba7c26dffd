import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { sha256Hex } from '#platform/crypto.ts';
import { createPool, databaseIsAway, isOutdated } from '#platform/db/pool.ts';
import { inScope, type Outcome } from '#platform/db/scope.ts';
import { openWalls } from './abuse/arena.ts';
import { as, type Client, visitor } from './client.ts';
import { peek } from './database.ts';
import { usePortal } from './portal.ts';
import { type Actor, newWorld, type World } from './world.ts';

const portal = usePortal();
let home: World;
let away: World;
let dana: Client;
let fileId: string;

/** A word that occurs in Dana's ticket and nowhere else. */
const SECRET = 'zanzibarium';
const NOTE = 'quokkaphobia';

beforeAll(async () => {
  home = await newWorld(portal());
  away = await newWorld(portal(), 'Lumen Cloud');
  dana = as(portal(), home.dana);
  await dana.submit('/support/new', '/support', {
    subject: `About ${SECRET}`,
    urgency: 'slows',
    body: `The ${SECRET} is broken`,
    files: { name: `${SECRET}.txt`, content: SECRET },
  });
  const priya = as(portal(), home.agent);
  await priya.submit('/inbox/1?mode=note', '/inbox/1/notes', { body: `Our ${NOTE} note` });
  const [file] = await peek<{ id: string }>(portal().database, 'select id from attachments where workspace_id = $1', [
    home.workspaceId,
  ]);
  fileId = file!.id;
});

/** Everything a stranger can ask for with what they may know of Dana's ticket. */
const paths = () => [
  '/',
  '/activity',
  '/support',
  '/support?view=all',
  `/support?view=all&q=${SECRET}`,
  '/support?view=all&q=T-1',
  '/support/1',
  '/notifications',
  `/files/${fileId}/${SECRET}.txt`,
  `/customers/${home.accountId}`,
  '/inbox',
  '/inbox?view=all',
  `/inbox?view=all&q=${SECRET}`,
  `/inbox?view=all&account=${home.accountId}`,
  '/inbox/1',
];

/** The pages on which a reader sees the secret, other than by having typed it themselves. */
async function leaks(actor: Actor, word: string): Promise<string[]> {
  const client = as(portal(), actor);
  const found: string[] = [];
  for (const path of paths()) {
    const { text } = await client.get(path);
    const echoed = new RegExp(`q=${word}|value="${word}"|“${word}”|files/[0-9a-f-]+/${word}`, 'g');
    if (text.replaceAll(echoed, '').includes(word)) found.push(path);
  }
  return found;
}

test('the test sees what it looks for: the owner of the secret and the team find it', async () => {
  expect(await leaks(home.dana, SECRET)).toContain(`/support?view=all&q=${SECRET}`);
  expect(await leaks(home.agent, SECRET)).toContain('/inbox/1');
  expect((await dana.get(`/files/${fileId}/x.txt`)).text).toBe(SECRET);
});

test('TRUST 1: a rival workspace’s team finds nothing by id, list, search or file', async () => {
  expect(await leaks(away.owner, SECRET)).toEqual([]);
  expect(await leaks(away.dana, SECRET)).toEqual([]);
});

test('TRUST 2: a contact of a rival account in the same workspace finds nothing', async () => {
  expect(await leaks(home.rival, SECRET)).toEqual([]);
});

test('TRUST 1, 2: what is somebody else’s answers exactly as what does not exist', async () => {
  const rival = as(portal(), home.rival);
  const shape = (text: string) =>
    createHash('sha256')
      .update(text.replace(/[0-9a-f]{6,}|value="[^"]*"|content="[^"]*"/g, ''))
      .digest('hex');
  for (const [real, invented] of [
    ['/support/1', '/support/999999'],
    [`/files/${fileId}/a.txt`, '/files/01900000-0000-7000-8000-000000000000/a.txt'],
  ] as const) {
    const [one, other] = [await rival.get(real), await rival.get(invented)];
    expect([one.status, shape(one.text)]).toEqual([other.status, shape(other.text)]);
    expect(one.status).toBe(404);
  }
});

test('TRUST 2: a rival cannot write to a ticket either', async () => {
  const rival = as(portal(), home.rival);
  const form = await rival.form('/support/new', '/support');
  for (const verb of ['replies', 'closure', 'reopening']) {
    const { status } = await rival.postRaw(`/support/1/${verb}`, { ...form, _once: `${verb}-12345678`, body: 'hello' });
    expect(status, verb).toBe(404);
  }
});

test('TRUST 11: a customer finds no internal note, not by any page, search or file', async () => {
  expect(await leaks(home.dana, NOTE)).toEqual([]);
  expect((await dana.get(`/support?view=all&q=${NOTE}`)).text).not.toContain(SECRET);
  // Control: whoever may read notes finds it by the same word.
  expect((await as(portal(), home.agent).get(`/inbox?view=all&q=${NOTE}`)).text).toContain(SECRET);
});

test('TRUST 9: a visitor sees the doors and nothing else', async () => {
  const nobody = visitor(portal(), home);
  for (const path of paths()) {
    const { status, location } = await nobody.get(path);
    expect(status, path).toBe(303);
    expect(location, path).toMatch(/^\/sign-in/);
  }
  // Control: with a session the same addresses are pages.
  expect((await dana.get('/support/1')).status).toBe(200);
});

test('TRUST 16: a session of one workspace is nobody at another', async () => {
  const elsewhere: Actor = { ...home.dana, world: away };
  const { status, location } = await as(portal(), elsewhere).get('/support');
  expect([status, location]).toEqual([303, '/sign-in?next=%2Fsupport']);
  // Control: at its own the same cookie opens it.
  expect((await dana.get('/support')).status).toBe(200);
});

test('TRUST 1, 2, control: with the account taken out of the policies the rival account reads the secret', async () => {
  const rival = as(portal(), home.rival);
  const read = async () => (await rival.get('/support/1')).text.includes(`The ${SECRET} is broken`);
  expect(await read()).toBe(false);
  await openWalls(portal(), ['tickets', 'replies', 'contacts', 'accounts', 'attachments'], async () => {
    expect(await read()).toBe(true);
  });
  expect(await read()).toBe(false);
});

test('TRUST 5: naming another account’s ticket or another workspace’s contact in a row is refused like a random id', async () => {
  const [ticket] = await peek<{ id: string }>(portal().database, 'select id from tickets where workspace_id = $1', [
    home.workspaceId,
  ]);
  const attempt = (ticketId: string) =>
    inScope(
      portal().platform.pool,
      { workspaceId: home.workspaceId, tokenHash: sha256Hex(home.rival.token) },
      async (db) => {
        await db
          .insertInto('replies')
          .values({
            workspace_id: home.workspaceId,
            id: '01900000-0000-7000-8000-00000000000a',
            account_id: home.rivalAccountId,
            ticket_id: ticketId,
            contact_id: home.rival.id,
            body_html: '<p>x</p>',
          })
          .execute();
        return { value: null, commit: false };
      },
    ).then(
      () => 'stored',
      (error: { code?: string; constraint?: string }) => `${error.code} ${error.constraint}`,
    );
  const foreign = await attempt(ticket!.id);
  expect(foreign).toBe(await attempt('01900000-0000-7000-8000-00000000000b'));
  expect(foreign).toMatch(/^42501/);
  // Control: one of their own is taken.
  await as(portal(), home.rival).submit('/support/new', '/support', {
    subject: 'Ours',
    urgency: 'slows',
    body: 'Hello',
  });
  const [own] = await peek<{ id: string }>(
    portal().database,
    'select id from tickets where workspace_id = $1 and account_id = $2',
    [home.workspaceId, home.rivalAccountId],
  );
  expect(await attempt(own!.id)).toBe('stored');
});

test('TRUST 4: a connection that was thrown out of a transaction carries no principal to the next one', async () => {
  const { pool } = portal().platform;
  await inScope(pool, { workspaceId: home.workspaceId, system: true }, async () => {
    throw new Error('in the middle');
  }).catch(() => undefined);
  const carried = async () => {
    const { client, release } = await pool.connect();
    const { rows } = await client.query<{ ws: string | null }>("select current_setting('app.workspace', true) as ws");
    release();
    return rows[0]!.ws ?? '';
  };
  for (let i = 0; i < 8; i++) expect(await carried()).toBe('');
  // Control: one that had been said for the connection, and not for its transaction, would be there.
  const said = async (workspaceId: string) => {
    const { client, release } = await pool.connect();
    await client.query("select set_config('app.workspace', $1, false)", [workspaceId]);
    release();
  };
  await said(home.workspaceId);
  const seen = [await carried(), await carried()];
  expect(seen).toContain(home.workspaceId);
  await said('');
});

test('a transaction in which a failed statement was passed over is an error at its end, and nothing of it is kept', async () => {
  const { pool } = portal().platform;
  const before = await peek(portal().database, 'select name from workspaces where id = $1', [home.workspaceId]);
  const ended = inScope(pool, { workspaceId: home.workspaceId, system: true }, async (db) => {
    await db.updateTable('workspaces').set({ name: 'Lost' }).where('id', '=', home.workspaceId).execute();
    await sql`select 1 / 0`.execute(db).catch(() => undefined);
    return { value: 'done', commit: true };
  });
  await expect(ended).rejects.toThrow(/nothing was kept/);
  expect(await peek(portal().database, 'select name from workspaces where id = $1', [home.workspaceId])).toEqual(
    before,
  );
});

test('what a connection has prepared and a migration changed is said to be away, and asked anew', async () => {
  const { database, platform } = portal();
  const pool = createPool(database.app, { max: 1, prepare: true, onError: () => undefined });
  const columns = () =>
    inScope(pool, { workspaceId: home.workspaceId, system: true, readOnly: true }, async (db) => {
      const asked = db.selectFrom('workspaces').selectAll().executeTakeFirstOrThrow();
      // As a request ends: its error has become a page.
      return asked.then(
        (row): Outcome<unknown> => ({ value: Object.keys(row), commit: true }),
        (error: unknown): Outcome<unknown> => ({ value: error, commit: false }),
      );
    });
  expect(await columns()).not.toContain('later');
  try {
    await peek(database, 'alter table workspaces add column later text');
    const error = await columns();
    expect([isOutdated(error), databaseIsAway(error)]).toEqual([true, true]);
    expect(await columns()).toContain('later');
  } finally {
    await peek(database, 'alter table workspaces drop column later');
    await pool.end();
  }
  // What others of this process have prepared meanwhile is asked anew as well.
  await as({ ...portal(), platform }, home.dana).get('/support');
});
