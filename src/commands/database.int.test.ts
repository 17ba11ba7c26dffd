import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { probe } from './database.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function listen(onSocket: (socket: import('node:net').Socket) => void): Promise<number> {
  const server = createServer(onSocket);
  open.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

test('a server that is not there is one line that names it, without the password', async () => {
  const port = await listen(() => {});
  open.pop()?.close();
  const failure: Error = await probe(`postgresql://me:hunter2@127.0.0.1:${port}/x`).catch((error) => error);
  expect(failure.message).toContain(`127.0.0.1:${port} cannot be reached (ECONNREFUSED)`);
  expect(failure.message).not.toMatch(/hunter2|\n/);
});

test('a server that accepts and says nothing is not waited for', async () => {
  const port = await listen((socket) => {
    open.push({ close: () => socket.destroy() });
  });
  const since = Date.now();
  await expect(probe(`postgresql://me@127.0.0.1:${port}/x`)).rejects.toThrow(/cannot be reached \(no answer\)/);
  expect(Date.now() - since).toBeLessThan(9_000);
});
