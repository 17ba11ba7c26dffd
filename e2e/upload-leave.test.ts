import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import type { World } from '../test/world.ts';
import { asked, field, write } from './composer.ts';
import { intercept, later, useStage } from './stage.ts';

const stage = useStage();
const film = { name: 'film.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(1000, 'x') };

/** A reply with words, and a file that is on its way until it is let through. */
async function writing(): Promise<{
  dana: Page;
  arrive: (comes?: boolean) => void;
  ticket: string;
  world: World;
}> {
  const world = await asked(stage().portal);
  const dana = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 860 } });
  const ticket = stage().url(world, '/support/1');
  await dana.goto(ticket);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  await intercept(dana, '**/uploads', async (route) => {
    await ((await promise) ? route.continue() : route.fulfill({ status: 503, body: '' }));
  });
  await dana.locator('#reply .rich-text').click();
  await dana.keyboard.type('Here is how it stops.');
  await dana.setInputFiles('#reply input[type=file]', film);
  await dana.locator('#reply [data-part=cancel]:visible').waitFor();
  return { dana, arrive: (comes = true) => resolve(comes), ticket, world };
}

const goHome = (page: Page) => page.locator('.sidebar').getByRole('link', { name: 'Home', exact: true }).click();

test('who sends while a file is on its way and follows a link goes there when all of it is sent', async () => {
  const { dana, arrive, ticket } = await writing();
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await goHome(dana);
  arrive();
  await dana.waitForURL((url) => url.pathname === '/', { timeout: 15_000 });
  await dana.goto(ticket);
  const sent = dana.locator('.message').last();
  await sent.getByText('Here is how it stops.').waitFor();
  await sent.getByText('film.mp4').waitFor();
});

test('what is sent behind a message that waits for its file comes after it', async () => {
  const { dana, arrive, ticket } = await writing();
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await dana.getByRole('button', { name: 'This is solved' }).click();
  arrive();
  await dana
    .getByRole('button', { name: /not solved|reopen/i })
    .first()
    .waitFor();
  await dana.goto(ticket);
  const [lines = ''] = await dana.locator('main').allInnerTexts();
  expect(lines.indexOf('Here is how it stops.')).toBeGreaterThan(0);
  expect(lines.indexOf('Here is how it stops.')).toBeLessThan(lines.lastIndexOf('solved'));
});

test('a message that waits for its file is sent with the words it had, and what is typed after that is the next one', async () => {
  const { dana, arrive } = await writing();
  await dana.locator('#reply .rich-text').click();
  await dana.keyboard.press('Control+Enter');
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await dana.keyboard.press('Control+End');
  await dana.keyboard.type(' And by the way');
  arrive();
  const sent = dana.locator('.message', { hasText: 'Here is how it stops.' });
  await sent.getByText('film.mp4').waitFor();
  await expect.poll(() => dana.locator('#reply .rich-text').textContent()).toBe('And by the way');
  expect(await dana.locator('.message', { hasText: 'by the way' }).count()).toBe(0);
  // The next one has no words of the last.
  await dana.keyboard.type(', one more');
  await later(dana, 600);
  await dana.keyboard.press('Control+Enter');
  await dana.locator('.message', { hasText: /^(?!.*how it stops).*And by the way, one more/s }).waitFor();
  await expect.poll(() => dana.locator('#reply .rich-text').textContent()).toBe('');
});

test('a message whose file did not come stays whole, and is sent with what stands there by then', async () => {
  const { dana, arrive } = await writing();
  await dana.keyboard.press('Control+Enter');
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await dana.locator('#reply .rich-text').click();
  await dana.keyboard.press('Control+End');
  await dana.keyboard.type(' Or so.');
  arrive(false);
  const row = dana.locator('#reply .chip');
  await row.getByRole('button', { name: 'Try again' }).waitFor();
  expect(await dana.locator('#reply .rich-text').textContent()).toBe('Here is how it stops. Or so.');
  await dana.unroute('**/uploads');
  await row.getByRole('button', { name: 'Try again' }).click();
  await dana.locator('#reply input[name=upload]').waitFor({ state: 'attached' });
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.locator('.message', { hasText: 'Here is how it stops. Or so.' }).getByText('film.mp4').waitFor();
  await expect.poll(() => dana.locator('#reply .rich-text').textContent()).toBe('');
});

/** Sends what waits for its file, and after it that all is solved. */
async function sendAndSolve(dana: Page): Promise<void> {
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await dana.getByRole('button', { name: 'This is solved' }).click();
}

test('a form that a refresh moves while it waits for its file is sent all the same, and then what waits behind it', async () => {
  const { dana, arrive } = await writing();
  await sendAndSolve(dana);
  await dana.evaluate(() => {
    const form = document.querySelector('#reply')!;
    form.parentElement!.append(form);
  });
  arrive();
  await dana.getByRole('button', { name: 'Not solved after all' }).waitFor();
  const sent = dana.locator('.message', { hasText: 'Here is how it stops.' });
  await sent.getByText('film.mp4').waitFor();
  expect(await sent.count()).toBe(1);
});

test('what waits behind a form that is taken out of the page waits no longer', async () => {
  const { dana } = await writing();
  await sendAndSolve(dana);
  await dana.evaluate(() => document.querySelector('#reply')!.remove());
  await dana.getByRole('button', { name: 'Not solved after all' }).waitFor();
});

test('a ticket that is closed while a reply waits for its file leaves the reply there, with its file, and says why', async () => {
  const { dana, arrive, ticket, world } = await writing();
  await dana.getByRole('button', { name: 'Send reply' }).click();
  await dana.locator('#reply button[aria-busy=true]').waitFor();
  await as(stage().portal, world.agent).submit('/inbox/1', '/inbox/1/triage', { status: 'closed' });
  await dana.getByText('This ticket is closed and stays readable').first().waitFor();
  arrive();
  await dana.locator('#reply .error', { hasText: 'This has changed in the meantime' }).waitFor();
  expect(await dana.locator('#reply .rich-text').textContent()).toBe('Here is how it stops.');
  expect(await dana.locator('#reply input[name=upload]').count()).toBe(1);
  // Another page leads on with it.
  await dana.goto(ticket);
  await dana.getByText('What you had begun to write here goes with you.').waitFor();
  expect(await dana.locator('.message', { hasText: 'Here is how it stops.' }).count()).toBe(0);
  await dana.locator('[data-draft-from]').click();
  const there = dana.locator('#new-ticket');
  await expect.poll(() => there.locator('.rich-text').textContent()).toBe('Here is how it stops.');
  await there.getByText('film.mp4').first().waitFor();
});

test('who leaves while a file is on its way is asked first; control: when it has arrived, they are not', async () => {
  const { dana, arrive } = await writing();
  const asked: string[] = [];
  let leave = false;
  dana.on('dialog', (dialog) => {
    asked.push(dialog.message());
    return leave ? dialog.accept() : dialog.dismiss();
  });
  await goHome(dana);
  await expect.poll(() => asked, { timeout: 15_000 }).toEqual(['A file is still on its way. Leave without it?']);
  expect(new URL(dana.url()).pathname).toBe('/support/1');
  leave = true;
  await goHome(dana);
  await dana.waitForURL((url) => url.pathname === '/', { timeout: 15_000 });
  arrive();
  await dana.goBack();
  await dana.setInputFiles('#reply input[type=file]', film);
  await dana.locator('#reply').getByText('film.mp4').first().waitFor();
  await expect.poll(() => dana.locator('#reply input[name=upload]').count(), { timeout: 15_000 }).toBeGreaterThan(0);
  await goHome(dana);
  await dana.waitForURL((url) => url.pathname === '/', { timeout: 15_000 });
  expect(asked).toHaveLength(2);
});

test('a file that is dropped without a name is sent as any other', async () => {
  const world = await asked(stage().portal);
  const page = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 900 } });
  await page.goto(stage().url(world, '/support/1'));
  await write(page, 'Here it is.');
  await field(page).evaluate((box) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['words'], '', { type: 'text/plain' }));
    box.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await page.locator('#reply [data-state=done]', { hasText: 'file' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.locator('.message', { hasText: 'Here it is.' }).getByRole('link', { name: 'file' }).waitFor();
});
