import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port that nobody has, to be told to a server before it listens there. Below those that the system itself gives to whoever asks for any,
 * and to every connection: one of these would soon be somebody else's.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const taken = once(server, 'error').then(() => true);
    server.listen(port, '127.0.0.1');
    if (await Promise.race([taken, once(server, 'listening').then(() => false)])) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
