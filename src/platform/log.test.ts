import { expect, test } from 'vitest';
import { createLog, type LogFields } from './log.ts';

function capture(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ level: 'info' }, { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line is an object with time, level, message and its fields', () => {
  const [line] = capture((log) => log.info({ status: 200, ms: 12 }, 'served'));
  expect(line).toMatchObject({ level: 'info', msg: 'served', status: 200, ms: 12 });
  expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

test('a child logger carries the request’s id on every line', () => {
  const lines = capture((log) => {
    const child = log.child({ request: 'r-1' });
    child.info('one');
    child.warn({ status: 404 }, 'two');
  });
  expect(lines.map((line) => line.request)).toEqual(['r-1', 'r-1']);
});

test('lines below the level are not written', () => {
  expect(capture((log) => log.debug('quiet'))).toEqual([]);
});

test('a field that is not allowed is hidden, on a line and on a child', () => {
  const smuggled = { password: 'canary', headers: { cookie: 'canary' }, status: 200 } as LogFields;
  const lines = capture((log) => {
    log.info(smuggled, 'line');
    log.child(smuggled).info('child');
  });
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(lines.map((line) => line.status)).toEqual([200, 200]);
});

test('an object in an allowed field is hidden', () => {
  expect(JSON.stringify(capture((log) => log.info({ reason: { token: 'canary' } as never }, 'x')))).not.toContain(
    'canary',
  );
});

test('a path loses its query string', () => {
  const [line] = capture((log) => log.info({ path: '/sign-in/link?token=canary' }, 'served'));
  expect(line?.path).toBe('/sign-in/link');
});

test('an error keeps its message, code, stack and cause, and not what a library hung on it', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('deeper') }), {
    code: '23505',
    detail: 'Key (email)=(canary) already exists.',
    parameters: ['canary'],
  });
  const [line] = capture((log) => log.error({ err: error }, 'failed'));
  expect(line?.err).toMatchObject({
    type: 'Error',
    message: 'duplicate key',
    code: '23505',
    cause: { message: 'deeper' },
  });
  expect(JSON.stringify(line)).not.toContain('canary');
});

test('of a message that holds all that somebody sent only the beginning is written, with its stack', () => {
  const [line] = capture((log) => log.error({ err: new RangeError('x'.repeat(70_000)) }, 'unexpected'));
  expect(JSON.stringify(line).length).toBeLessThan(10_000);
  expect((line!.err as { stack: string }).stack).toMatch(/^RangeError: x+…\n +at /);
});

test('the password of an address in a message is masked', () => {
  const [line] = capture((log) =>
    log.error({ err: new Error('no route to smtp://me:canary@mail:25') }, 'postgres://u:canary@h/d'),
  );
  expect(JSON.stringify(line)).not.toContain('canary');
  expect(line?.msg).toBe('postgres://u:[hidden]@h/d');
});
