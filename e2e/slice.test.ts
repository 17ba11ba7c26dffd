import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, expectSoundInBrands, lookThrough, lumen, useStage } from './stage.ts';

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
  await dana.locator('.rich-text').waitFor();
  await dana.locator('.rich-text').click();
  await dana.keyboard.type('Three people told us this morning.');
  await dana.setInputFiles('input[type=file]', {
    name: 'proof.png',
    mimeType: 'image/png',
    buffer: Buffer.from('not really'),
  });
  await dana.locator('[data-state=done]').waitFor();
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
  await dana.locator('#reply .rich-text').click();
  await dana.keyboard.type('One more thing');
  await priya.locator('#reply .rich-text').click();
  await priya.keyboard.type('I can reproduce this.');
  await priya.getByRole('button', { name: /^Send/ }).click();
  await dana.getByText('I can reproduce this.').waitFor({ timeout: 5_000 });
  expect(await dana.locator('#reply').textContent()).toContain('One more thing');
  await dana.locator('.turn', { hasText: 'Your turn' }).first().waitFor();

  // The bell rings without a reload.
  await dana.getByRole('link', { name: /Notifications, 1 unread|Notifications, none unread/ }).waitFor();
  await dana.goto(stage().url(world, '/'));
  await dana.getByText('What needs you').waitFor();
  await expectSound(dana, 'home');
});

// Twenty pages, each looked at by axe.
test('every page of the slice holds in two brands, on a phone, in light and dark', { timeout: 240_000 }, async () => {
  const world = await newWorld(stage().portal);
  const sent = await as(stage().portal, world.dana).submit('/support/new', '/support', {
    subject: 'A question with quite a long subject, as people write them when they are in a hurry',
    urgency: 'blocks',
    body: 'What is the meaning of averyveryverylongwordthatnobodywouldeverwritebutsomebodywillpastesomeday?',
    files: { name: 'a-file-with-a-really-long-name-that-has-to-fit-somewhere-on-a-phone.txt', content: 'x' },
  });
  expect(sent.status).toBe(303);
  const answer = { body: 'Forty-two, we think.', outcome: 'wait' };
  await as(stage().portal, world.agent).submit('/inbox/1', '/inbox/1/replies', answer);
  const customer = [
    '/',
    '/support',
    '/support?view=all&q=nothing',
    '/support/1',
    '/search',
    '/search?q=averyvery',
    '/support/new',
    '/activity',
    '/notifications',
    '/nowhere',
  ];
  const team = [
    '/inbox',
    '/inbox?view=all',
    '/inbox/1?view=all',
    '/inbox/1?view=all&mode=note',
    '/customers',
    '/settings',
    '/settings/business',
    '/settings/design',
    '/settings/search',
    '/search?q=forty',
  ];
  team.push(`/customers/${world.accountId}`, '/customers/new', `/customers/${world.accountId}/contacts/new`);
  const rooms = [
    [world.dana, customer],
    [world.owner, team],
  ] as const;
  await lookThrough(stage(), rooms, (page, path) => expectSoundInBrands(page, path, [lumen]));
});
