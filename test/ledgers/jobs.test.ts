import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chores, tasks } from '#app/features.ts';

const ID = '01900000-0000-7000-8000-000000000001';

/** Every kind of job with a payload as it stands in the queue. A new task is a new row. */
const TASKS: Record<string, Record<string, string>> = {
  'articles.due': { article: ID },
  'articles.import': { import: ID },
  'articles.look': { import: ID },
  'articles.undo': { import: ID, by: ID },
  'imports.run': { import: ID },
  'invitations.wave': { batch: ID },
  'audit.check': {},
  'audit.deliver': { stream: ID },
  'mail.send': { mail: ID },
  'search.fill': {},
  'search.words': {},
  'segments.weigh': { account: ID },
  'view-as.end': { view: ID },
  react: { event: ID, reaction: 'tickets.tell-of-reply' },
};

/** Work at fixed times, in UTC. */
const CHORES: Record<string, string> = {
  'articles.clock': '*/10 * * * *',
  'articles.pictures': '*/10 * * * *',
  'articles.review': '11 6 * * *',
  'check-log': '23 2 * * *',
  deflection: '*/15 * * * *',
  following: '23 7 * * *',
  housekeeping: '17 3 * * *',
  retention: '47 3 * * *',
  seal: '* * * * *',
  'search-words': '17 4 * * *',
  segments: '7 * * * *',
  'sso-providers': '23 4 * * *',
  'stream-log': '* * * * *',
  'sweep-staging': '41 * * * *',
};

const sources = globSync('src/**/*.{ts,tsx}').filter((file) => !/\.test\.tsx?$/.test(file));

/** Names under which the code, and triggers of the database, put jobs into the queue. */
const enqueued = (): string[] =>
  [...sources, ...globSync('migrations/*.sql')].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\b(?:enqueue\(\s*\w+,|add_job\()\s*'([^']+)'/g)].map((match) => match[1]!),
  );

test('every task is in the ledger and registered once', () => {
  expect(tasks.map((task) => task.name).sort()).toEqual(Object.keys(TASKS).sort());
  const names = [...tasks, ...chores].map((job) => job.name);
  expect(new Set(names).size).toBe(names.length);
});

test('every task that the code defines is registered', () => {
  const defined = sources
    .filter((file) => !file.endsWith('jobs/task.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/defineTask\(\{\s*name: '([^']+)'/g)].map((match) => match[1]!),
    );
  expect(defined.sort()).toEqual(Object.keys(TASKS).sort());
});

test('every job that is put into the queue has a task that works it', () => {
  const names = enqueued();
  expect(new Set(names)).toEqual(new Set(Object.keys(TASKS)));
  for (const file of sources) {
    // A name that is computed could not be checked here.
    const calls = [...readFileSync(file, 'utf8').matchAll(/\benqueue\(\s*([\w.]+),\s*(\S)/g)];
    for (const [, , first] of calls) expect(`${file}: ${first}`).toBe(`${file}: '`);
  }
});

test('a payload is of its shape, names its workspace, and carries no more', () => {
  for (const task of tasks) {
    const given = TASKS[task.name]!;
    const { success } = task.payload.safeParse({ ...given, workspace: ID });
    expect(success, task.name).toBe(true);
    for (const workspace of [undefined, '', 'x', null, 7]) {
      expect(task.payload.safeParse({ ...given, workspace }).success, `${task.name} with ${workspace}`).toBe(false);
    }
    for (const name of Object.keys(given)) {
      const { [name]: _, ...rest } = given;
      expect(task.payload.safeParse({ ...rest, workspace: ID }).success, `${task.name} without ${name}`).toBe(false);
    }
    expect(task.payload.parse({ ...given, workspace: ID, body: 'text' }), task.name).not.toHaveProperty('body');
  }
});

test('every chore is in the ledger with its time', () => {
  expect(Object.fromEntries(chores.map((chore) => [chore.name, chore.at]))).toEqual(CHORES);
  for (const { at } of chores) expect(at.split(' ')).toHaveLength(5);
});

test('control: a task that nobody registered, and a payload without a workspace, are found', () => {
  expect([...tasks.map((task) => task.name), 'ticket.export'].sort()).not.toEqual(Object.keys(TASKS).sort());
  const [task] = tasks;
  expect(task!.payload.safeParse(TASKS[task!.name]).success).toBe(false);
});
