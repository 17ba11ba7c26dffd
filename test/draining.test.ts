import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { serve } from '#app/serve.ts';
import { heard } from './abuse/wire.ts';
import { usePortal } from './portal.ts';

const portal = usePortal();

test('whoever has connected when the end comes is answered, also who waits to be let in; nobody after that', async () => {
  const { app, platform } = portal();
  const server = await serve(app, platform, { host: '127.0.0.1', port: 0 });
  const sockets = Array.from({ length: 60 }, () => connect(server.port, '127.0.0.1'));
  const answers = sockets.map((socket) => {
    socket.on('error', () => undefined);
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    return heard(socket, 15_000);
  });
  // They have connected, and this process has not come to look.
  await new Promise<void>((resolve) => process.nextTick(resolve));
  const closed = server.close();
  const statuses = (await Promise.all(answers)).map(({ status }) => status);
  expect(statuses).toEqual(statuses.map(() => 200));
  await closed;
  const late = connect(server.port, '127.0.0.1');
  const [error] = await new Promise<unknown[]>((resolve) => late.once('error', (...given) => resolve(given)));
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});
