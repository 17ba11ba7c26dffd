import { expect, test } from 'vitest';
import { newWorld } from '../test/world.ts';
import { expectSound, phone, useStage } from './stage.ts';

const stage = useStage();

test('a request travels the whole house, with two browsers watching', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana);
  const priya = await stage().enter(world, world.agent, { viewport: { width: 1280, height: 860 } });
  await priya.goto(stage().url(world, '/inbox'));
  await expectSound(priya, 'empty inbox');

  await dana.goto(stage().url(world, '/support/new'));
  await dana.getByLabel('What is happening?').fill('Contact form emails are landing in spam');
  await dana.getByLabel('How urgent is it?').selectOption('blocks');
  await dana.locator('.rich-text, textarea[name=body]').last().click();
  await dana.keyboard.type('Three people told us this morning.');
  await dana.setInputFiles('input[type=file]', {
    name: 'proof.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not really'),
  });
  await expect.poll(() => dana.locator('[data-state=done]').count()).toBe(1);
  await expectSound(dana, 'new ticket');
  await dana.getByRole('button', { name: /^Send to/ }).click();
  await dana.waitForURL(/\/support\/1$/);
  await expectSound(dana, 'thread');

  // The team's open inbox shows it by itself.
  await priya.getByText('Contact form emails are landing in spam').waitFor({ timeout: 5_000 });
  await priya.getByText('Contact form emails are landing in spam').click();
  await priya.waitForURL(/\/inbox\/1/);
  await expectSound(priya, 'inbox with a ticket');

  // Dana begins to write; Priya answers; Dana's page shows the answer and keeps her words.
  await dana.locator('#reply .rich-text, #reply textarea').last().click();
  await dana.keyboard.type('One more thing');
  await priya.locator('#reply .rich-text, #reply textarea').last().click();
  await priya.keyboard.type('I can reproduce this.');
  await priya.getByRole('button', { name: /^Send/ }).click();
  await dana.getByText('I can reproduce this.').waitFor({ timeout: 5_000 });
  expect(await dana.locator('#reply').textContent()).toContain('One more thing');
  await dana.locator('.turn', { hasText: 'Your turn' }).first().waitFor();

  // The bell rings without a reload.
  await dana.getByRole('button', { name: /Notifications, 1 unread|Notifications, none unread/ }).waitFor();
  await dana.goto(stage().url(world, '/'));
  await dana.getByText('What needs you').waitFor();
  await expectSound(dana, 'home');
});

test('every page of the slice holds on a 360 px phone, in light and dark', async () => {
  const world = await newWorld(stage().portal, 'Lumen Cloud');
  for (const colorScheme of ['light', 'dark'] as const) {
    const dana = await stage().enter(world, world.dana, { ...phone, colorScheme });
    for (const path of ['/', '/support', '/support/new', '/activity', '/notifications']) {
      await dana.goto(stage().url(world, path));
      await expectSound(dana, `${path} ${colorScheme}`);
    }
    const maya = await stage().enter(world, world.owner, { ...phone, colorScheme });
    for (const path of ['/inbox', '/customers', `/customers/${world.accountId}`, '/notifications']) {
      await maya.goto(stage().url(world, path));
      await expectSound(maya, `${path} ${colorScheme}`);
    }
  }
});
