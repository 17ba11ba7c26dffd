import { expect, onTestFinished, test } from 'vitest';
import { reloadPages } from '#platform/ui/reloading.ts';
import { as, visitor } from '../../test/client.ts';
import { usePortal } from '../../test/portal.ts';
import { newWorld } from '../../test/world.ts';
import { createWeb } from './web.tsx';

const portal = usePortal();
const SCRIPT = /src="\/assets\/reload/;

test('npm run dev: pages of people who are not signed in look for the next build, too', async () => {
  const world = await newWorld(portal());
  expect((await visitor(portal(), world).get('/sign-in')).text).not.toMatch(SCRIPT);
  expect((await visitor(portal(), world).get('/dev/build')).status).toBe(404);

  // The next file in this process has the routes of production.
  onTestFinished(reloadPages());
  const watched = { ...portal(), app: createWeb(portal().platform) };
  expect((await visitor(watched, world).get('/sign-in')).text).toMatch(SCRIPT);
  expect((await visitor(watched, world).get('/dev/build')).text).toBe(portal().platform.build);
  // Whoever is signed in has the live stream, which tells it.
  expect((await as(watched, world.dana).get('/')).text).not.toMatch(SCRIPT);
});
