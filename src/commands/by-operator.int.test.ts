import { expect, test } from 'vitest';
import { noteOperator } from '#features/audit/index.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { inEveryLog } from './by-operator.ts';

const portal = usePortal();

test('what is done by a command stands in the log of each business as the operator’s; control: a job is the portal itself', async () => {
  const worlds = [await newWorld(portal()), await newWorld(portal())];
  await inEveryLog(portal().platform, (ctx) => noteOperator(ctx, { what: 'keys_rotated', detail: 'k-12ab' }));
  const lines = async (world: (typeof worlds)[number]) =>
    (await as(portal(), world.owner).get('/audit?area=audit')).text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  for (const world of worlds) {
    expect(await lines(world)).toContain(
      'Whoever runs the server concealed every stored secret anew under the master key k-12ab',
    );
  }
  const [world] = worlds as [(typeof worlds)[number]];
  await inWorkspace(portal().platform, world.workspaceId, (ctx) => noteOperator(ctx, { what: 'files_encrypted' }));
  expect(await lines(world)).toContain('Northwind (automatic) encrypted the files that are kept');
});
