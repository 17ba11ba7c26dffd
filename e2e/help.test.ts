import { expect, test } from 'vitest';
import { makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

test('the longest word as the name of a category widens no page of the help center on a phone', async () => {
  const world = await newWorld(stage().portal);
  const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen';
  const category = await makeCategory(stage().portal, world, long);
  await makeArticle(stage().portal, world, category, 'Hats');
  const visitor = await stage().enter(world, null, phone);
  for (const path of ['/help', '/help/en/hats']) {
    await visitor.goto(stage().url(world, path));
    await visitor.getByText(long).first().waitFor();
    await expectSound(visitor, path);
  }
});
