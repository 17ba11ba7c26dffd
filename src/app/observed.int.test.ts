import { rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createLog } from '#platform/log.ts';
import { maintenanceFile } from '#platform/maintenance.ts';
import type { Platform } from '#platform/platform.ts';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { createWeb } from './web.tsx';

const portal = usePortal();

/** What is logged of one visit to the sign-in page. */
async function visit(changed: Partial<Platform> = {}) {
  const world = await newWorld(portal());
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const app = createWeb({ ...portal().platform, log, ...changed });
  const { status } = await visitor({ ...portal(), app }, world).get('/sign-in');
  return { status, lines: lines.filter((line) => line.path === '/sign-in') };
}

test('a door that is closed for maintenance is no error', async () => {
  const file = maintenanceFile(portal().platform.config.dataDir);
  writeFileSync(file, '');
  const { status, lines } = await visit().finally(() => rmSync(file));
  expect(status).toBe(503);
  expect(lines).toMatchObject([{ level: 'debug', status: 503 }]);
  expect(lines[0]).not.toHaveProperty('err');
});

test('control: what broke is one, with its reason', async () => {
  // A key that is none breaks the form of the page.
  const { status, lines } = await visit({ masterKey: undefined as unknown as Buffer });
  expect(status).toBe(500);
  expect(lines).toMatchObject([{ level: 'error', status: 500, err: { message: expect.stringMatching(/./) } }]);
});
