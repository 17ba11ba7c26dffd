import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
export const node = path.join(root, 'node_modules/.bin/node');

/** Where the benchmark's database lives; kept from run to run. */
export const benchDir = path.resolve(process.env.BENCH_DIR ?? path.join(tmpdir(), 'portico-bench'));

/** Settings of a production installation with nothing set up but its place; `folder` is for data that are not the large ones. */
export const settings = (port: number, folder = benchDir): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  DATA_DIR: path.join(folder, 'data'),
  PORT: String(port),
  // Visitors come from networks of their own.
  TRUSTED_PROXIES: '127.0.0.1',
  DEMO: 'false',
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
});

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
