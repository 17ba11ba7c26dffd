import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { OperatorError } from '#platform/operator-error.ts';
import { cloneDatabase, peek, type TestDatabase } from '#test/database.ts';
import { brandCommand } from './brand.ts';
import { runCommand } from './command.ts';
import { demandSchema } from './database.ts';
import { doctorCommand } from './doctor.ts';
import { keysCommand } from './keys.ts';
import { migrateCommand } from './migrate.ts';
import { sessionsCommand } from './sessions.ts';
import { ssoCommand } from './sso.ts';
import { startCommand } from './start.ts';
import { verifyCommand } from './verify.ts';
import { webCommand } from './web.ts';
import { withNewPlatform, withPlatform } from './with-platform.ts';
import { workerCommand } from './worker.ts';
import { workspaceCommand } from './workspace.ts';

const lookers = [
  doctorCommand,
  verifyCommand,
  brandCommand,
  sessionsCommand,
  ssoCommand,
  workspaceCommand,
  keysCommand,
];
const commands = [startCommand, webCommand, workerCommand, migrateCommand, ...lookers];
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

type Urls = Partial<Record<'owner' | 'app' | 'jobs', string | undefined>>;

/** How a command ends, and what it said. */
async function run(name: string, urls: Urls = {}, directory = dataDir) {
  const { owner, app, jobs } = { ...database, ...urls };
  const env = {
    DATABASE_URL: owner,
    DATABASE_APP_URL: app,
    DATABASE_JOBS_URL: jobs,
    DATA_DIR: directory,
    // Below the ports that a system gives away.
    PORT: '23471',
  };
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

async function expectRefused(command: string, message: RegExp, urls?: Urls): Promise<void> {
  const { ended } = await run(command, urls);
  expect(ended).toBeInstanceOf(OperatorError);
  expect((ended as Error).message).toMatch(message);
  expect((ended as Error).message).not.toContain('\n');
}

const lastMigration = async () =>
  (await peek<{ name: string }>(database, 'select max(name) as name from app_migrations'))[0]!.name;

describe.each(['web', 'worker', 'brand', 'sessions', 'sso', 'workspace'])('%s', (command) => {
  test('on an empty database names the command that fills it', async () => {
    await peek(database, `create database ${command}_empty owner ${new URL(database.owner).username}`);
    const elsewhere = (url: string) => Object.assign(new URL(url), { pathname: `/${command}_empty` }).href;
    const urls = { owner: elsewhere(database.owner), app: elsewhere(database.app), jobs: elsewhere(database.jobs) };
    await expectRefused(command, /^The database is not up to date .* run `portico migrate` first\.$/, urls);
    await peek(database, `drop database ${command}_empty`);
  });

  test('with a migration missing does not serve, and does not migrate', async () => {
    const [last] = await peek<{ name: string; checksum: string }>(
      database,
      'delete from app_migrations where name = (select max(name) from app_migrations) returning name, checksum',
    );
    await expectRefused(command, new RegExp(`\\(not run yet: ${last!.name}\\): run \`portico migrate\``));
    expect(await lastMigration()).not.toBe(last!.name);
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

test('a start that comes to no database has not decided that there is no demo', async () => {
  const owner = Object.assign(new URL(database.owner), { pathname: '/nowhere' }).href;
  const fresh = await mkdtemp(join(dataDir, 'fresh-'));
  const { ended } = await run('start', { owner }, fresh);
  expect((ended as Error).message).toMatch(/^DATABASE_URL: there is no database "nowhere"/);
  expect(await readdir(fresh)).toEqual([]);
});

test('control: as it should be, nobody is refused', async () => {
  await demandSchema(database);
  const { ended, said } = await run('doctor');
  expect([ended, said]).toEqual([0, expect.stringMatching(/^ok +Schema +every migration has run$/m)]);
});

/** All that a command could change: roles and their passwords, who may connect, and what is in DATA_DIR. */
async function state(directory: string) {
  const rows = await peek<{ held: string }>(
    database,
    `select row_to_json(a)::text as held from pg_authid a where rolname like current_database() || '\\_%' or rolname = $1
     union all select datacl::text from pg_database where datname = current_database() order by 1`,
    [new URL(database.owner).username],
  );
  return [...rows.map(({ held }) => held), ...(await readdir(directory)).sort()];
}

describe('what only looks changes nothing', () => {
  const without = { app: undefined, jobs: undefined };
  let elsewhere: string;
  beforeAll(async () => {
    elsewhere = await mkdtemp(join(tmpdir(), 'portico-elsewhere-'));
  });
  afterAll(() => rm(elsewhere, { recursive: true, force: true }));

  test.each(lookers.map(({ name }) => name))('%s, from a machine that has only DATABASE_URL', async (name) => {
    const before = await state(elsewhere);
    const { ended, said } = await run(name, without, elsewhere);
    const line = ended instanceof OperatorError ? ended.message : said;
    expect(line).toMatch(
      name === 'keys' ? /no master key .* yet: start Portico first/ : /no database.json in .*run this where Portico/,
    );
    expect(await state(elsewhere)).toEqual(before);
  });

  test('verify, beside a damaged database.json', async () => {
    await writeFile(join(elsewhere, 'database.json'), '{');
    const before = await state(elsewhere);
    const { ended } = await run('verify', without, elsewhere);
    expect((ended as Error).message).toMatch(/^There is no database.json in .*, or a damaged one: run this where/);
    expect(await state(elsewhere)).toEqual(before);
  });

  test('doctor and verify, where Portico runs', async () => {
    await copyFile(join(inject('database').roles, 'database.json'), join(elsewhere, 'database.json'));
    vi.stubEnv('MASTER_KEY', randomBytes(32).toString('base64'));
    const before = await state(elsewhere);
    const doctor = await run('doctor', without, elsewhere);
    expect([doctor.ended, doctor.said]).toEqual([0, expect.stringMatching(/^ok +Schema/m)]);
    expect((await run('verify', without, elsewhere)).ended).toBe(0);
    expect(await state(elsewhere)).toEqual(before);
  });

  test('control: migrate sets the passwords', async () => {
    const before = await state(elsewhere);
    expect((await run('migrate', without, elsewhere)).ended).toBe(0);
    expect(await state(elsewhere)).not.toEqual(before);
  });
});

test('a command that is stopped while it opens does nothing and does not end well; control: left alone it does', async () => {
  const env = { DATABASE_URL: database.owner, DATABASE_APP_URL: database.app, DATABASE_JOBS_URL: database.jobs };
  for (const [variable, value] of Object.entries({
    ...env,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    DATA_DIR: dataDir,
  })) {
    vi.stubEnv(variable, value);
  }
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  for (const open of [withNewPlatform, withPlatform]) {
    let worked = 0;
    const work = async () => {
      worked += 1;
    };
    const stopped = open(work);
    process.emit('SIGTERM', 'SIGTERM');
    expect([await stopped, worked]).toEqual([1, 0]);
    expect([await open(work), worked]).toEqual([0, 1]);
  }
});
