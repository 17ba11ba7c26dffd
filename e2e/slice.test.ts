import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { newWorld } from '../test/world.ts';
import { expectSound, expectSoundInBrands, intercept, later, lookThrough, lumen, phone, useStage } from './stage.ts';

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
  await dana.locator('#reply .rich-text').waitFor();
  await expectSound(dana, 'thread');

  // The team's open inbox shows it by itself.
  await priya.getByText('Contact form emails are landing in spam').waitFor();
  await priya.getByText('Contact form emails are landing in spam').click();
  await priya.waitForURL(/\/inbox\/1/);
  await priya.locator('#reply .rich-text').waitFor();
  await expectSound(priya, 'inbox with a ticket');

  // Dana begins to write; Priya answers; Dana's page shows the answer and keeps her words.
  await dana.locator('#reply .rich-text').click();
  await dana.keyboard.type('One more thing');
  // Her list is open beside it, and says whose turn it is.
  const list = await stage().enter(world, world.dana, phone);
  await list.goto(stage().url(world, '/support'));
  await list.locator('.turn', { hasText: 'With Northwind' }).waitFor();
  await priya.locator('#reply .rich-text').click();
  await priya.keyboard.type('I can reproduce this.');
  await priya.getByRole('button', { name: /^Send/ }).click();
  await priya.locator('.message', { hasText: 'I can reproduce this.' }).waitFor();
  await dana.getByText('I can reproduce this.').waitFor();
  expect(await dana.locator('#reply').textContent()).toContain('One more thing');
  await dana.locator('.turn', { hasText: 'Your turn' }).first().waitFor();
  await list.locator('.turn', { hasText: 'Your turn' }).waitFor();

  // What she sees there is read. On another page the bell rings for the next, without a reload, and leads to it.
  const read = 'select read_at is not null as read from notifications where identity_id = $1';
  await expect.poll(() => peek(stage().portal.database, read, [world.dana.identityId])).toEqual([{ read: true }]);
  await dana.goto(stage().url(world, '/'));
  await dana.getByText('What needs you').waitFor();
  const bell = (said: string) => dana.getByRole('link', { name: `Notifications, ${said} unread` });
  await bell('none').waitFor();
  // For half a second after it was emptied a form takes a press for the second half of a double click.
  await later(priya, 600);
  await priya.locator('#reply .rich-text').click();
  await priya.keyboard.type('It is mended.');
  await priya.getByRole('button', { name: /^Send/ }).click();
  await bell('1').waitFor();
  await expectSound(dana, 'home');
  await bell('1').click();
  await dana
    .locator('#notifications')
    .getByRole('link', { name: /Priya Raman/ })
    .first()
    .click();
  await dana.locator('.message', { hasText: 'It is mended.' }).waitFor();
  await bell('none').waitFor();

  // So does the mail, which carries nothing but its link.
  const mail = list.getByRole('link', { name: /landing in spam \[T-1\].*dana@/ }).first();
  await expect
    .poll(async () => {
      await list.goto(stage().url(world, '/dev/mail'));
      return mail.count();
    })
    .toBe(1);
  await mail.click();
  const letter = list.frameLocator('iframe');
  expect(await letter.getByText('I can reproduce this.').count()).toBe(0);
  await letter.getByRole('link', { name: 'Read the answer' }).click();
  await list.waitForURL(/\/support\/1\b/);
  await list.locator('.message', { hasText: 'I can reproduce this.' }).waitFor();
});

test('a file on its way shows how far it is, is called off, fails, and is sent once more', async () => {
  const world = await newWorld(stage().portal);
  const dana = await stage().enter(world, world.dana, phone);
  await dana.goto(stage().url(world, '/support/new'));
  await dana.locator('.rich-text').waitFor();
  const line = await dana.context().newCDPSession(dana);
  const rate = (bytes: number) =>
    line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytes,
    });
  await line.send('Network.enable');
  const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(3 * 1024 * 1024, 'x') };
  const row = dana.locator('#new-ticket .upload');
  await rate(60_000);
  await dana.setInputFiles('input[type=file]', film);
  await row.getByText(/ of 3\sMB, .+ left$/).waitFor();
  const bar = row.getByRole('progressbar', { name: 'Uploading film.mp4' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(100);
  await expectSound(dana, 'a file on its way');
  await row.getByRole('button', { name: 'Cancel' }).click();
  await row.waitFor({ state: 'detached' });

  // The answer is lost on its way: what is sent again is the same file.
  await rate(-1);
  await line.send('Fetch.enable', { patterns: [{ urlPattern: '*/uploads', requestStage: 'Response' }] });
  line.once('Fetch.requestPaused', async ({ requestId }) => {
    await line.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' });
    await line.send('Fetch.disable');
  });
  await dana.setInputFiles('input[type=file]', film);
  await row.getByText(/the connection dropped/).waitFor();
  await expectSound(dana, 'a file that stopped');
  await row.getByRole('button', { name: 'Try again' }).click();
  await row.getByText('uploaded').waitFor();
  const kept = 'select name from attachments where workspace_id = $1';
  expect(await peek(stage().portal.database, kept, [world.workspaceId])).toEqual([{ name: 'film.mp4' }]);
});

test.each([360, 1280])('a file that fails in a reply is told of in two lines, at %i', async (width) => {
  const world = await newWorld(stage().portal);
  const ticket = { subject: 'The export stops', urgency: 'slows', body: 'Since this morning.' };
  await as(stage().portal, world.dana).submit('/support/new', '/support', ticket);
  const dana = await stage().enter(world, world.dana, { viewport: { width, height: 800 } });
  await dana.goto(stage().url(world, '/support/1'));
  await dana.locator('#reply .rich-text').waitFor();
  await intercept(dana, '**/uploads', (route) => route.fulfill({ status: 503, body: '' }));
  const film = { name: 'IMG_20261129_114512.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1000, 'x') };
  await dana.setInputFiles('#reply input[type=file]', film);
  const chip = dana.locator('#reply .chip');
  await chip.getByRole('button', { name: 'Try again' }).waitFor();
  // All at once: what the ticket's page gets anew meanwhile may move it.
  const [row, name, again, said] = await chip.evaluate((whole) =>
    [whole, ...['.row-main', '[data-part=retry]', '.error'].map((part) => whole.querySelector(part)!)].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );
  expect(row!.height).toBeLessThan(120);
  expect(name!.x + name!.width).toBeLessThanOrEqual(again!.x);
  expect(name!.width).toBeGreaterThan(60);
  expect(said!.y).toBeGreaterThanOrEqual(name!.y + name!.height);
  expect(said!.y + said!.height).toBeLessThanOrEqual(row!.y + row!.height);
});

// A dozen pages, each looked at by axe.
test.each(['customer', 'team'] as const)(
  'every page of the slice for the %s holds in two brands, on a phone, in light and dark',
  {
    timeout: 120_000,
  },
  async (side) => {
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
    const room = side === 'customer' ? ([world.dana, customer] as const) : ([world.owner, team] as const);
    await lookThrough(stage(), [room], (page, path) => expectSoundInBrands(page, path, [lumen]));
  },
);
