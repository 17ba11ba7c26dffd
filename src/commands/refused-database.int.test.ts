import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { OperatorError } from '#platform/operator-error.ts';
import { cloneDatabase, peek, type TestDatabase } from '#test/database.ts';
import { runCommand } from './command.ts';
import { demandSchema } from './database.ts';
import { doctorCommand } from './doctor.ts';
import { startCommand } from './start.ts';
import { webCommand } from './web.ts';
import { workerCommand } from './worker.ts';

const commands = [startCommand, webCommand, workerCommand, doctorCommand];
let database: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  database = await cloneDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'portico-refused-'));
});
afterAll(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** How a command ends, and what it said. */
async function run(name: string, urls: Partial<TestDatabase> = {}) {
  const { owner, app, jobs } = { ...database, ...urls };
  const env = { DATABASE_URL: owner, DATABASE_APP_URL: app, DATABASE_JOBS_URL: jobs, DATA_DIR: dataDir, PORT: '38471' };
  for (const [variable, value] of Object.entries({ ...env, LOG_LEVEL: 'silent', NODE_ENV: 'test' })) {
    vi.stubEnv(variable, value);
  }
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
  const ended = await runCommand(commands, [name]).catch((error: unknown) => error);
  vi.restoreAllMocks();
  return { ended, said };
}

async function expectRefused(command: string, message: RegExp, urls?: Partial<TestDatabase>): Promise<void> {
  const { ended } = await run(command, urls);
  expect(ended).toBeInstanceOf(OperatorError);
  expect((ended as Error).message).toMatch(message);
  expect((ended as Error).message).not.toContain('\n');
}

describe.each(['web', 'worker'])('%s', (command) => {
  test('on an empty database names the command that fills it', async () => {
    await peek(database, `create database ${command}_empty owner ${new URL(database.owner).username}`);
    const elsewhere = (url: string) => Object.assign(new URL(url), { pathname: `/${command}_empty` }).href;
    const urls = { owner: elsewhere(database.owner), app: elsewhere(database.app), jobs: elsewhere(database.jobs) };
    await expectRefused(command, /^The database is not up to date .* run `portico migrate` first\.$/, urls);
    await peek(database, `drop database ${command}_empty`);
  });

  test('with a migration missing does not serve', async () => {
    const [last] = await peek<{ name: string; checksum: string }>(
      database,
      'delete from app_migrations where name = (select max(name) from app_migrations) returning name, checksum',
    );
    await expectRefused(command, new RegExp(`\\(not run yet: ${last!.name}\\): run \`portico migrate\``));
    expect((await run('doctor')).said).toMatch(/^warn +Schema +migrations not run yet: 1; run portico migrate$/m);
    await peek(database, 'insert into app_migrations (name, checksum) values ($1, $2)', [last!.name, last!.checksum]);
  });

  test('on the database of a newer Portico does not serve', async () => {
    await peek(database, "insert into app_migrations (name, checksum) values ('9999-later.sql', 'x')");
    await expectRefused(command, /migrated by a newer Portico \(it has 9999-later\.sql\)/);
    const doctor = await run('doctor');
    expect([doctor.ended, doctor.said]).toEqual([1, expect.stringMatching(/^wrong +Schema .*newer Portico/m)]);
    await peek(database, "delete from app_migrations where name = '9999-later.sql'");
  });
});

describe.each(['start', 'web', 'worker', 'doctor'])('%s', (command) => {
  test.each([
    [
      'a role that may pass the walls',
      'superuser',
      /in DATABASE_APP_URL may bypass row-level security: use an ordinary/,
    ],
    ['the role that owns them', 'owner', /in DATABASE_APP_URL is that of DATABASE_URL, or a member of it: use an/],
  ] as const)('serves nobody as %s', async (_what, which, message) => {
    const urls = { app: database[which] };
    if (command !== 'doctor') return expectRefused(command, message, urls);
    const { ended, said } = await run(command, urls);
    expect(ended).toBe(1);
    expect(said).toMatch(/^wrong +Database/m);
    expect(said).toMatch(message);
  });
});

test('a DATABASE_APP_URL that leads nowhere is one line that names the variable', async () => {
  const app = Object.assign(new URL(database.app), { pathname: '/nowhere' }).href;
  await expectRefused('web', /^DATABASE_APP_URL: there is no database "nowhere"/, { app });
});

test('control: as it should be, nobody is refused', async () => {
  await demandSchema(database);
  const { ended, said } = await run('doctor');
  expect([ended, said]).toEqual([0, expect.stringMatching(/^ok +Schema +every migration has run$/m)]);
});
