import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { asSystem } from '#platform/db/scope.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { defineEvent } from './define.ts';
import { reactTask } from './react-task.ts';
import { installedReactions, installReactions, reaction } from './reactions.ts';
import { record } from './record.ts';

const bellRang = defineEvent({
  kind: 'test.rang',
  subjectType: 'bell',
  audience: 'customer',
  data: z.object({ times: z.number() }),
  sentence: () => 'rang',
  topics: () => ['bell:one'],
});

const portal = usePortal();
let world: World;
let rival: World;
let seen: { workspace: string; times: number; origin: string; actor: string }[] = [];
let trouble: Error | undefined;

const hear = reaction('test.hear', bellRang, async (ctx, event) => {
  seen.push({
    workspace: ctx.workspace.id,
    times: event.data.times,
    origin: ctx.portal.origin,
    actor: ctx.actor.kind,
  });
  await ctx.db.insertInto('counters').values({ workspace_id: ctx.workspace.id, name: event.id, value: 1 }).execute();
  ctx.marks.add('bell:heard');
  if (trouble) throw trouble;
});

beforeAll(async () => {
  world = await newWorld(portal());
  rival = await newWorld(portal());
  installReactions([hear]);
});
const usual = installedReactions();
afterAll(() => installReactions(usual));
beforeEach(() => {
  seen = [];
  trouble = undefined;
});

const ring = (times = 1) =>
  inWorkspace(portal().platform, world.workspaceId, (ctx) =>
    record(ctx, bellRang, { subjectId: world.accountId, accountId: world.accountId, data: { times } }),
  );

const react = (event: string, workspace = world.workspaceId, name = 'test.hear') =>
  reactTask.run(portal().platform, { workspace, event, reaction: name });

const effects = (event: string) =>
  asSystem(portal().platform.pool, world.workspaceId, (db) =>
    db.selectFrom('counters').selectAll().where('name', '=', event).execute(),
  );

/** What the open pages of the workspace hear while `work` runs. */
async function heardDuring(work: () => Promise<unknown>): Promise<string[]> {
  const heard: string[] = [];
  const topics = ['bell:one', 'bell:heard'];
  const { workspaceId } = world;
  const leave = portal().platform.hub.add({
    workspaceId,
    sessionId: 's',
    topics,
    changed: (list) => heard.push(...list),
    close() {},
  });
  await work().catch(() => undefined);
  leave();
  return heard;
}

test('a job that runs twice has its effect once', async () => {
  const event = await ring();
  await react(event);
  await react(event);
  expect(seen).toHaveLength(1);
  expect(await effects(event)).toHaveLength(1);
});

test('two workers with the same job at the same moment have its effect once', async () => {
  const event = await ring();
  await Promise.all([react(event), react(event), react(event)]);
  expect(seen).toHaveLength(1);
});

test('a reaction that fails leaves nothing behind and runs again', async () => {
  const event = await ring();
  trouble = new Error('not today');
  const heard = await heardDuring(() => react(event));
  expect(heard).toEqual([]);
  expect(await effects(event)).toHaveLength(0);
  trouble = undefined;
  await react(event);
  expect(await effects(event)).toHaveLength(1);
});

test('pages hear of what a reaction changed when it is committed', async () => {
  const event = await ring();
  let visible = 0;
  const heard = await heardDuring(async () => {
    await react(event);
    visible = (await effects(event)).length;
  });
  expect(heard).toEqual(['bell:heard']);
  expect(visible).toBe(1);
});

test("TRUST 6: a job that names another workspace's event fails and does nothing", async () => {
  const event = await ring();
  await expect(react(event, rival.workspaceId)).rejects.toThrow('no such event in this workspace');
  expect(seen).toEqual([]);
  // Control: of its own workspace it is done.
  await react(event);
  expect(seen).toHaveLength(1);
});

test('a job for a reaction that does not belong to the event fails', async () => {
  const event = await ring();
  await expect(react(event, world.workspaceId, 'test.other')).rejects.toThrow('nothing called test.other reacts');
});

// The last one: from here on a worker runs beside the tests.
test('an event that was recorded reaches its reaction through the queue', async () => {
  await ring(7);
  await portal().workJobs();
  const heard = { workspace: world.workspaceId, times: 7, origin: world.origin, actor: 'system' };
  expect(seen).toContainEqual(heard);
});
