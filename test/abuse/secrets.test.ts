import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWeb } from '#app/web.tsx';
import { startWorker } from '#app/worker.ts';
import { deliverTask } from '#features/audit/streams/deliver.ts';
import { setPassword } from '#features/identity/identities.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import type { RunningWorker } from '#platform/jobs/worker.ts';
import { createLog } from '#platform/log.ts';
import type { Platform } from '#platform/platform.ts';
import { type Answer, as, visitor } from '../client.ts';
import { peek } from '../database.ts';
import { type TestPortal, usePortal } from '../portal.ts';
import { newWorld, type World } from '../world.ts';

const original = usePortal();
let portal: TestPortal;
let platform: Platform;
let worker: RunningWorker;
let world: World;
let logged = '';
/** Pages of failures, which anybody may see over somebody's shoulder or paste into a chat. */
const failures: Answer[] = [];

/** Words and tokens that must stay where they were given, by what they are. */
const secrets: Record<string, string> = {
  password: 'correct-horse-battery-canary',
  'wrong password': 'wrong-horse-battery-canary',
  'text of a reply': 'replytextcanary',
  'text of a note': 'notetextcanary',
  'name of a file': 'filenamecanary',
  'content of a file': 'filecontentcanary',
  subject: 'subjectcanary',
  'search words': 'searchwordscanary',
};

beforeAll(async () => {
  const stream = new PassThrough();
  stream.on('data', (piece) => {
    logged += piece;
  });
  // Everything that can be logged is, and into our hands.
  const log = createLog({ level: 'trace' }, stream);
  platform = { ...original().platform, log };
  portal = { ...original(), platform, app: createWeb(platform) };
  worker = await startWorker(platform, original().database.jobs);
  world = await newWorld(portal);
  secrets['session token'] = world.dana.token;
  secrets['master key, hex'] = platform.masterKey.toString('hex');
  secrets['master key, base64'] = platform.masterKey.toString('base64').replaceAll('=', '');
  for (const [name, url] of Object.entries(original().database).filter(([, value]) => typeof value === 'string')) {
    const password = decodeURIComponent(new URL(url as string).password);
    if (password) secrets[`database password (${name})`] = password;
  }
  await aDay();
}, 60_000);
afterAll(() => worker?.stop());

/** A day in the life of a portal, with everything that can go wrong in it. */
async function aDay(): Promise<void> {
  const s = (what: string) => secrets[what]!;
  await inWorkspace(platform, world.workspaceId, (ctx) => setPassword(ctx, world.dana.identityId, s('password')));
  const door = visitor(portal, world);
  const email = world.dana.email;
  await door.submit('/sign-in', '/sign-in/password', { email, password: s('wrong password') });
  const entered = await door.submit('/sign-in', '/sign-in/password', { email, password: s('password') });
  expect(entered.status).toBe(303);
  secrets['session token of a sign-in'] = door.cookies.get('portico_session')!;
  const form = await visitor(portal, world).form('/sign-in', '/sign-in/password');
  await visitor(portal, world).postRaw('/sign-in/link', { ...form, email });
  await visitor(portal, world).postRaw('/sign-in/password/forgotten', { ...form, email });
  const invited = `/customers/${world.accountId}/contacts/new`;
  await as(portal, world.agent).submit(invited, invited, {
    contact_name: 'New Person',
    email: 'new@acme.example',
    role: 'contributor',
  });
  await jobsDone();
  await followLinks();
  const dana = as(portal, world.dana);
  secrets['proof of a form'] = (await dana.form('/support/new', '/support'))._token!;
  await dana.postRaw('/support', {
    _token: s('proof of a form'),
    subject: s('subject'),
    urgency: 'slows',
    body: s('text of a reply'),
    files: { name: `${s('name of a file')}.txt`, content: s('content of a file') },
  });
  await as(portal, world.agent).submit('/inbox/1', '/inbox/1/replies', { body: s('text of a reply'), outcome: 'wait' });
  await as(portal, world.agent).submit('/inbox/1?mode=note', '/inbox/1/notes', { body: s('text of a note') });
  await dana.get(`/support?view=all&q=${s('search words')}`);
  await dana.get(
    `/live?t=${encodeURIComponent(/portico-live" content="([^"]+)/.exec((await dana.get('/support/1')).text)![1]!)}`,
  );
  await aReceiver();
  await thingsBreak();
  await jobsDone();
}

/** Somebody sends the audit log on, to a receiver that is not there, looks at its secret, and takes a copy of the log. */
async function aReceiver(): Promise<void> {
  const owner = as(portal, world.owner);
  const home = '/settings/log-streams';
  const page = (await owner.submit(home, home, { url: 'https://receiver.invalid/hook' })).location!;
  const secretOn = async () => /whsec_[\w+/=]+/.exec((await owner.get(`${page}/secret`)).text)![0];
  secrets['secret of a receiver, the one before'] = await secretOn();
  await owner.submit(page, `${page}/secret`);
  secrets['secret of a receiver'] = await secretOn();
  const stream = page.split('/').at(-1)!;
  await deliverTask.run(platform, { workspace: world.workspaceId, stream });
  failures.push(await owner.submit(home, home, { url: 'https://169.254.169.254/' }));
}

const PAGES: Record<string, string> = {
  'invitation.sent': '/invitation',
  'identity.sign_in_link': '/sign-in/link',
  'identity.new_device': '/sign-in/device',
  'identity.password_link': '/sign-in/password/new',
};

/** The secrets in the mails of that day, followed as their readers do. */
async function followLinks(): Promise<void> {
  const mails = await peek<{ kind: string; text: string }>(
    portal.database,
    'select kind, text from mails where workspace_id = $1',
    [world.workspaceId],
  );
  for (const { kind, text } of mails) {
    const token = /[?&]token=([\w.-]+)/.exec(text)?.[1];
    if (!token) continue;
    secrets[`token of ${kind}`] = token;
    const path = PAGES[kind]!;
    await visitor(portal, world).get(`${path}?token=${token}`);
    failures.push(await visitor(portal, world).get(`${path}?token=${token}x`));
  }
  expect(Object.keys(secrets).filter((name) => name.startsWith('token of')).length).toBe(4);
}

/** Failures of every kind, with a secret in the request each time. */
async function thingsBreak(): Promise<void> {
  const dana = as(portal, world.dana);
  const token = secrets['proof of a form']!;
  const s = Object.values(secrets).slice(0, 8).join(' ');
  const broken = { _token: token, subject: s, urgency: 'slows', body: s };
  failures.push(await dana.postRaw('/support', { ...broken, _token: 'wrong' }, { accept: 'text/html' }));
  failures.push(await dana.postRaw('/support', broken, { origin: 'https://evil.example' }));
  failures.push(await dana.get(`/nowhere?q=${secrets['search words']}&token=${token}`));
  for (const [table, column] of [
    ['tickets', 'subject'],
    ['replies', 'body_html'],
    ['sessions', 'token_hash'],
  ]) {
    await peek(portal.database, `alter table ${table} rename column ${column} to gone`);
    try {
      failures.push(await dana.postRaw('/support', broken));
      failures.push(await dana.get(`/support?q=${secrets['search words']}`));
    } finally {
      await peek(portal.database, `alter table ${table} rename column gone to ${column}`);
    }
  }
  await peek(portal.database, 'alter table tickets add constraint never check (length(subject) < 1) not valid');
  failures.push(await dana.postRaw('/support', broken));
  await peek(portal.database, 'alter table tickets drop constraint never');
  expect(failures.filter((answer) => answer.status === 500).length).toBeGreaterThan(4);
}

async function jobsDone(): Promise<void> {
  const due = 'select id from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts';
  for (let patience = 600; patience > 0; patience -= 1) {
    if ((await peek(portal.database, due)).length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('jobs are still waiting');
}

/** Which secrets a text gives away. */
const found = (text: string): string[] =>
  Object.entries(secrets)
    .filter(([, secret]) => text.includes(secret))
    .map(([what]) => what);

test('TRUST 65: the log of a day with everything in it, down to the last detail, tells no secret', () => {
  expect(logged.split('\n').length).toBeGreaterThan(40);
  expect(logged).toContain('"level":"error"');
  expect(found(logged)).toEqual([]);
});

test('TRUST 65: no page of a failure shows a secret, a stack or a query', () => {
  for (const { text, status } of failures.filter((answer) => answer.status >= 400)) {
    // A form that nobody can keep gives its writer their own words back, to be copied; nothing else may have them.
    const ours = text
      .replace(/<textarea [^>]*readonly[^>]*>[^<]*<\/textarea>/g, '')
      // Nor the proofs that every page inside the app carries for its forms, where nobody sees them.
      .replace(/<input type="hidden" name="_token" value="[^"]*"\/>|<meta name="csrf-token" content="[^"]*"\/>/g, '');
    expect(found(ours), String(status)).toEqual([]);
    expect(text).not.toMatch(/\n\s+at |node_modules|relation|constraint|column/);
  }
});

test('TRUST 65: no copy of the audit log, and no entry of it, tells a secret', async () => {
  const owner = as(portal, world.owner);
  const copies = [];
  for (const format of ['csv', 'jsonl']) copies.push((await owner.submit('/audit', '/audit/export', { format })).text);
  const ids = await peek<{ id: string }>(portal.database, 'select id from events where workspace_id = $1', [
    world.workspaceId,
  ]);
  for (const { id } of ids)
    copies.push((await owner.get(`/audit/${id}`)).text.replace(/value="[^"]*"|content="[^"]*"/g, ''));
  expect(copies.length).toBeGreaterThan(15);
  for (const text of copies) expect(found(text)).toEqual([]);
});

test('TRUST 65: what is kept to be read again is concealed in the database', async () => {
  const rows = await peek<{ all: string }>(portal.database, 'select s::text as all from log_streams s');
  expect(rows.length).toBeGreaterThan(0);
  for (const { all } of rows) expect(found(all)).toEqual([]);
});

test('TRUST 65: events, jobs and budgets name things by their keys and hold no word anybody wrote', async () => {
  for (const table of [
    'events',
    'notifications',
    'graphile_worker._private_jobs',
    'rate_limits',
    'idempotency_keys',
    'job_workers',
    'reaction_runs',
    'sessions',
    'verifications',
    'invitations',
    'credentials',
  ]) {
    const rows = await peek<{ all: string }>(portal.database, `select t::text as all from ${table} t`);
    const allowed = table === 'notifications' ? ['subject'] : [];
    expect(
      found(rows.map((row) => row.all).join('\n')).filter((what) => !allowed.includes(what)),
      table,
    ).toEqual([]);
  }
});

test('TRUST 65: figures for the operator name routes, never addresses', async () => {
  const { text } = await visitor(portal, world).get('/metrics');
  expect(text).toContain('/support/:number');
  expect(found(text)).toEqual([]);
  expect(text).not.toContain(world.accountId);
});

/** What a log writes of an error, and what it gives away. */
function toldBy(write: (to: PassThrough) => void): string[] {
  let text = '';
  const stream = new PassThrough();
  stream.on('data', (piece) => {
    text += piece;
  });
  write(stream);
  expect(text).not.toBe('');
  return found(text);
}

test('TRUST 65, control: what broke that day holds a secret, which a log without our rules writes down', async () => {
  await peek(portal.database, 'alter table tickets add constraint never check (length(subject) < 1) not valid');
  const change = "update tickets set subject = subject || '.' where workspace_id = $1";
  const err = await peek(portal.database, change, [world.workspaceId]).catch((error: unknown) => error);
  await peek(portal.database, 'alter table tickets drop constraint never');
  expect(err).toBeInstanceOf(Error);
  expect(toldBy((to) => createLog({ level: 'trace' }, to).error({ err }, 'failed'))).toEqual([]);
  expect(toldBy((to) => pino({ level: 'trace' }, to).error({ err }, 'failed'))).toEqual(['subject']);
  // A page that told the error would show the same.
  expect(found(JSON.stringify(err))).toEqual(['subject']);
  expect(toldBy((to) => createLog({ level: 'trace' }, to).info(`signed in with ${secrets.password}`))).toEqual([
    'password',
  ]);
});
