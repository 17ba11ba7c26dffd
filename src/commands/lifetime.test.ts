import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

const setup = `
  const { live } = await import('./src/commands/lifetime.ts');
  const { createLog } = await import('#platform/log.ts');
  const say = (line) => process.stdout.write(line + '\\n');
  const closing = (name, ms = 0) => () => new Promise((done) => setTimeout(() => (say('closed ' + name), done()), ms));
  const begin = (body) => live(createLog({ level: 'silent' }), body).then((code) => process.exit(code));`;

/** Runs a process with that body and gives what it said; `act` may signal it once it is ready. */
async function run(body: string, act: (child: ChildProcess) => Promise<void> | void) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', setup + body], {
    env: { ...process.env, npm_lifecycle_event: '' },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const before = said;
    said += chunk;
    if (said.includes('ready') && !before.includes('ready')) void act(child);
  });
  const [code] = (await once(child, 'close')) as [number];
  return { code, said: said.split('\n').filter(Boolean) };
}

test('a signal lets go of what is held in reverse order and ends well', async () => {
  const body = `begin(async (life) => {
    await life.hold(Promise.resolve(1), closing('database', 20));
    await life.hold(Promise.resolve(2), closing('server', 50));
    say('ready'); await life.untilAsked(); });`;
  const { code, said } = await run(body, (child) => void child.kill('SIGTERM'));
  expect(said).toEqual(['ready', 'Stopping …', 'closed server', 'closed database']);
  expect(code).toBe(0);
});

test('a signal while it starts opens nothing more and closes what is open', async () => {
  const body = `begin(async (life) => {
    await life.hold(Promise.resolve(1), closing('database'));
    const asked = new Promise((resolve) => process.once('SIGTERM', () => setTimeout(resolve, 50)));
    say('ready'); await life.hold(asked, closing('server'));
    say('never'); });`;
  const { said } = await run(body, (child) => void child.kill('SIGTERM'));
  expect(said).toEqual(['ready', 'Stopping …', 'closed server', 'closed database']);
});

test('the same Ctrl-C twice is one request, a later one hurries', async () => {
  const body = `begin(async (life) => {
    await life.hold(Promise.resolve(1), closing('database'));
    await life.hold(Promise.resolve(2), () => new Promise(() => {}));
    say('ready'); await life.untilAsked(); });`;
  const since = Date.now();
  const { said } = await run(body, async (child) => {
    // By when it was heard: a busy machine may pass it on late.
    const heard = once(child.stdout!, 'data');
    child.kill('SIGINT');
    child.kill('SIGINT');
    await heard;
    await sleep(900);
    child.kill('SIGINT');
  });
  expect(said).toEqual(['ready', 'Stopping … (again to hurry)', 'closed database']);
  expect(Date.now() - since).toBeGreaterThan(850);
  expect(Date.now() - since).toBeLessThan(8_000);
});

test('an error nobody handled closes everything and ends with 1', async () => {
  const body = `begin(async (life) => {
    await life.hold(Promise.resolve(1), closing('database'));
    setTimeout(() => { throw new Error('oh') }, 10); await life.untilAsked(); });`;
  const { code, said } = await run(body, () => {});
  expect(said.at(-1)).toBe('closed database');
  expect(code).toBe(1);
});

test('what cannot be opened closes what was', async () => {
  const body = `begin(async (life) => {
    await life.hold(Promise.resolve(1), closing('database'));
    await life.hold(Promise.reject(new Error('no')), closing('server')); }).catch((e) => (say(e.message), process.exit(7)));`;
  const { code, said } = await run(body, () => {});
  expect(said).toEqual(['closed database', 'no']);
  expect(code).toBe(7);
});
