import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { asSystem } from '#platform/db/scope.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { installedNotificationKinds, installNotificationKinds, notificationKind } from './kinds.ts';
import { type Notice, notify } from './notify.ts';

const answered = notificationKind('test.answered', z.object({ number: z.number() }), (_, { who, times, data }) => (
  <>
    <b>{who}</b> answered <b>T-{data.number}</b> {times} times
  </>
));
const assigned = notificationKind('test.assigned', z.object({}), (_, { who }) => <>{who} assigned it</>);

const portal = usePortal();
let world: World;

const usual = installedNotificationKinds();
beforeAll(() => installNotificationKinds([answered, assigned]));
afterAll(() => installNotificationKinds(usual));
beforeEach(async () => {
  world = await newWorld(portal());
});

const ticket = '0199f0a0-0000-7000-8000-000000000001';
const otherTicket = '0199f0a0-0000-7000-8000-000000000002';

/** Maya answered Dana, unless said otherwise. */
const tell = (change: Partial<Notice<{ number: number }>> = {}) =>
  inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    notify(ctx, {
      identityId: world.dana.identityId,
      kind: answered,
      subject: { type: 'matter', id: ticket },
      url: '/support/1482#reply-9',
      actor: { actorKind: 'member', actorPersonId: world.owner.id, actorIdentityId: world.owner.identityId },
      accountId: world.accountId,
      data: { number: 1482 },
      ...change,
    }),
  );

const rows = () =>
  asSystem(portal().platform.pool, world.workspaceId, (db) =>
    db
      .selectFrom('notifications')
      .selectAll()
      .where('workspace_id', '=', world.workspaceId)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
  );

const page = async (who: Actor, path: string) => (await as(portal(), who).get(path)).text;

const bell = async (who: Actor): Promise<number> => {
  const [, unread = ''] = /Notifications, (\w+) unread/.exec(await page(who, '/notifications')) ?? [];
  return unread === 'none' ? 0 : Number(unread);
};

/** Posts as the client does: with the token of a page, and no fields. */
async function beat(who: Actor, path: string) {
  const client = as(portal(), who);
  const [, token = ''] = /name="csrf-token" content="([^"]+)"/.exec((await client.get('/notifications')).text) ?? [];
  return client.postRaw(path, {}, { 'x-csrf-token': token });
}

test('several answers that nobody has read yet are one row that counts them', async () => {
  for (let n = 0; n < 3; n++) await tell({ url: `/support/1482#reply-${n}` });
  expect(await rows()).toMatchObject([
    { times: 3, url: '/support/1482#reply-2', path: '/support/1482', read_at: null },
  ]);
  expect(await page(world.dana, '/notifications')).toContain('<b>T-1482</b> 3 times');
});

test('the row speaks of the last thing that happened, and counts that', async () => {
  await tell();
  await tell();
  await inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    notify(ctx, {
      identityId: world.dana.identityId,
      kind: assigned,
      subject: { type: 'matter', id: ticket },
      url: '/support/1482',
      actor: { actorKind: 'system', actorPersonId: null, actorIdentityId: null },
      accountId: world.accountId,
      data: {},
    }),
  );
  expect(await rows()).toMatchObject([{ kind: 'test.assigned', times: 1 }]);
  expect(await page(world.dana, '/notifications')).toContain('Northwind Studio assigned it');
});

test('an answer after the first was read is a second row, and another ticket has its own', async () => {
  await tell();
  const [first] = await rows();
  await beat(world.dana, `/notifications/${first!.id}/read`);
  await tell();
  await tell({ subject: { type: 'matter', id: otherTicket } });
  expect(await rows()).toHaveLength(3);
  expect(await bell(world.dana)).toBe(2);
});

test('two events at the same moment still make one row', async () => {
  await Promise.all([tell(), tell(), tell(), tell()]);
  expect(await rows()).toMatchObject([{ times: 4 }]);
});

test('people are not told what they did themselves', async () => {
  await tell({ identityId: world.owner.identityId });
  expect(await rows()).toEqual([]);
});

test('a notification leads nowhere but into the portal', async () => {
  await expect(tell({ url: 'https://evil.example/' })).rejects.toThrow('a path of the portal');
  await expect(tell({ url: '//evil.example/' })).rejects.toThrow('a path of the portal');
});

test('the page a notification leads to knows it, with the place on the page left out', async () => {
  await tell({ url: '/support?view=open#reply-9' });
  const [row] = await rows();
  expect(await page(world.dana, '/support')).toContain(`data-mark-read="/notifications/${row!.id}/read"`);
  expect(await page(world.dana, '/notifications')).not.toContain('data-mark-read');
});

test('looking at pages marks nothing; the beat of the page that was shown does', async () => {
  await tell({ url: '/support#reply-9' });
  const [row] = await rows();
  for (const path of ['/support', '/notifications']) await page(world.dana, path);
  expect((await rows())[0]!.read_at).toBeNull();
  expect((await beat(world.dana, `/notifications/${row!.id}/read`)).status).toBe(204);
  expect((await rows())[0]!.read_at).toBeInstanceOf(Date);
  expect(await page(world.dana, '/support')).not.toContain('data-mark-read');
});

test('the button on a row works without scripts and leads back to the list', async () => {
  await tell();
  const [row] = await rows();
  const answer = await as(portal(), world.dana).submit('/notifications', `/notifications/${row!.id}/read`);
  expect([answer.status, answer.location]).toEqual([303, '/notifications']);
  expect((await rows())[0]!.read_at).toBeInstanceOf(Date);
  expect(await page(world.dana, '/notifications')).not.toContain(`action="/notifications/`);
});

test('marking all as read spares what arrived after the list was shown', async () => {
  await tell();
  const client = as(portal(), world.dana);
  const shown = await client.form('/notifications', '/notifications/read');
  await new Promise((resolve) => setTimeout(resolve, 5));
  await tell({ subject: { type: 'matter', id: otherTicket } });
  const answer = await client.postRaw('/notifications/read', shown);
  expect([answer.status, answer.location]).toEqual([303, '/notifications']);
  expect((await rows()).map((row) => row.read_at !== null)).toEqual([true, false]);
  // The row tells of something newer by now than what its button was made for.
  const dot = await client.form('/notifications', `/notifications/${(await rows())[1]!.id}/read`);
  await new Promise((resolve) => setTimeout(resolve, 5));
  await tell({ subject: { type: 'matter', id: otherTicket } });
  await client.postRaw(`/notifications/${(await rows())[1]!.id}/read`, dot);
  expect((await rows()).map((row) => row.read_at !== null)).toEqual([true, false]);
  const elsewhere = { until: 'never', _page: '//evil.example' };
  expect((await client.submit('/notifications', '/notifications/read', elsewhere)).location).toBe('/notifications');
  expect((await rows()).every((row) => row.read_at)).toBe(true);
});

test('from an older page all are marked as well, and each form of the page has a key of its own', async () => {
  await inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
    for (let n = 0; n < 101; n++)
      await notify(ctx, {
        identityId: world.dana.identityId,
        kind: answered,
        subject: { type: 'matter', id: `0199f0a0-0000-7000-8000-${String(n).padStart(12, '0')}` },
        url: `/support/${n}`,
        actor: { actorKind: 'member', actorPersonId: world.owner.id, actorIdentityId: world.owner.identityId },
        accountId: world.accountId,
        data: { number: n },
      });
  });
  const all = await rows();
  await asSystem(portal().platform.pool, world.workspaceId, async (db) => {
    for (const [n, { id }] of all.entries())
      await db
        .updateTable('notifications')
        .set({ created_at: new Date(Date.now() - (200 - n) * 1000) })
        .where('id', '=', id)
        .execute();
  });
  const { text } = await as(portal(), world.dana).get('/notifications');
  expect(text).toContain('You have more than 99 unread notifications.');
  // Who says what they see of the bell means this one.
  expect(text).toMatch(/aria-label="Notifications, 99\+ unread".*?aria-hidden="true">99\+</s);
  const keys = [...text.matchAll(/name="_once" value="([^"]+)"/g)].map((match) => match[1]);
  expect(keys.length).toBeGreaterThan(25);
  expect(new Set(keys).size).toBe(keys.length);
  const [, older = ''] = /href="(\/notifications\?after=[^"]+)"/.exec(text) ?? [];
  await as(portal(), world.dana).submit(older.replaceAll('&amp;', '&'), '/notifications/read');
  expect((await rows()).every((row) => row.read_at)).toBe(true);
});

test("nobody sees, counts or marks somebody else's notifications", async () => {
  await tell();
  const [row] = await rows();
  const stranger = (await newWorld(portal())).dana;
  for (const other of [world.owner, world.viewer, world.rival, stranger]) {
    expect(await bell(other)).toBe(0);
    expect(await page(other, '/notifications')).not.toContain('T-1482');
    await beat(other, `/notifications/${row!.id}/read`);
    await beat(other, '/notifications/read');
  }
  expect((await rows())[0]!.read_at).toBeNull();
  expect(await bell(world.dana)).toBe(1);
  await beat(world.dana, `/notifications/${row!.id}/read`);
  expect((await rows())[0]!.read_at).not.toBeNull();
});

test('a contact of two accounts sees what belongs to the one they act for', async () => {
  await tell();
  await tell({ subject: { type: 'matter', id: otherTicket }, accountId: world.rivalAccountId });
  await tell({ subject: { type: 'workspace', id: world.workspaceId }, accountId: null });
  expect(await bell(world.dana)).toBe(2);
});

test('the bell and every open page of the person hear of a new notification and of its reading, once', async () => {
  const heard: string[] = [];
  const topics = [`identity:${world.dana.identityId}`];
  const changed = (list: string[]) => void heard.push(...list);
  const listener = { workspaceId: world.workspaceId, sessionId: 's', topics, changed, close() {} };
  const leave = portal().platform.hub.add(listener);
  await tell();
  const [row] = await rows();
  await beat(world.dana, `/notifications/${row!.id}/read`);
  await beat(world.dana, `/notifications/${row!.id}/read`);
  await beat(world.dana, '/notifications/read');
  leave();
  expect(heard).toEqual([topics[0], topics[0]]);
});

test('the panel is a frame with the latest eight; alone it has no address', async () => {
  for (let n = 10; n < 20; n++) await tell({ subject: { type: 'matter', id: ticket.slice(0, -2) + n } });
  const client = as(portal(), world.dana);
  const { text } = await client.get('/notifications/latest', { 'turbo-frame': 'latest-notifications' });
  expect(text).toMatch(/^<turbo-frame id="latest-notifications"/);
  expect(text.match(/<li /g)).toHaveLength(8);
  expect((await client.get('/notifications/latest')).location).toBe('/notifications');
});

test('the list goes on page by page and shows every notification once', async () => {
  for (let n = 10; n < 70; n++) {
    await tell({ subject: { type: 'matter', id: ticket.slice(0, -2) + n }, url: `/support/${n}` });
  }
  const seen: string[] = [];
  let pages = 0;
  for (let path: string | undefined = '/notifications'; path; pages++) {
    const html: string = await page(world.dana, path);
    seen.push(...[...html.matchAll(/href="(\/support\/\d+)"/g)].map((match) => match[1]!));
    path = /href="(\/notifications\?after=[^"]+)"/.exec(html)?.[1];
  }
  expect(pages).toBe(3);
  expect(seen).toHaveLength(60);
  expect(new Set(seen).size).toBe(60);
});

test('a place in the list that is none shows the beginning', async () => {
  await tell();
  for (const after of ['x', '~', "2026-01-01T00:00:00.000Z~' or 1=1", '%00']) {
    expect(await page(world.dana, `/notifications?after=${encodeURIComponent(after)}`), after).toContain('T-1482');
  }
});

test('a notification whose kind is gone is still shown', async () => {
  await tell();
  installNotificationKinds([]);
  try {
    expect(await page(world.dana, '/notifications')).toContain('<b>Maya Lindqvist</b> did something that concerns you');
  } finally {
    installNotificationKinds([answered, assigned]);
  }
});

test('names are text, whatever is in them', async () => {
  await asSystem(portal().platform.pool, world.workspaceId, (db) =>
    db.updateTable('members').set({ name: '<script>alert(1)</script>' }).where('id', '=', world.owner.id).execute(),
  );
  await tell();
  const html = await page(world.dana, '/notifications');
  expect(html).not.toContain('<script>alert');
  expect(html).toContain('&lt;script&gt;');
});

test('a visitor is asked to sign in', async () => {
  expect((await visitor(portal(), world).get('/notifications')).location).toBe('/sign-in?next=%2Fnotifications');
});
