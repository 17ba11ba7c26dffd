import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('a file of the evidence pack that has nothing to tell says so; control: one with rows has its columns', async () => {
  const world = await newWorld(portal());
  const answer = await as(portal(), world.owner).submit('/audit', '/audit/evidence');
  const files = unzipSync(new Uint8Array(await answer.response.arrayBuffer()));
  const linesOf = (name: string) => strFromU8(files[name]!).replace('\ufeff', '').split('\n');
  expect(linesOf('backups.csv')[0]).toBe('none');
  expect(linesOf('roles.csv')[0]).toContain('side,key,name');
});
