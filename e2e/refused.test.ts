import { expect, test } from 'vitest';
import { as } from '../test/client.ts';
import { peek } from '../test/database.ts';
import { asked, field, write } from './composer.ts';
import { expectSound, intercept, useStage } from './stage.ts';

const stage = useStage();
const wide = { viewport: { width: 1280, height: 900 } };

test('a text that is too long is told of beside it, where it stays until it is shortened', async () => {
  const world = await asked(stage().portal);
  const page = await stage().enter(world, world.dana, wide);
  await page.goto(stage().url(world, '/support/1'));
  await write(page, 'Our log: ');
  await field(page).evaluate((box) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'line of a log '.repeat(80_000));
    box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByRole('button', { name: 'Send reply' }).click();
  const error = page.getByRole('alert').filter({ hasText: 'This text is longer than 1 MB.' });
  await error.waitFor();
  expect(await field(page).getAttribute('aria-invalid')).toBe('true');
  // A browser may keep the blank at the end of what was typed as one that does not break.
  expect((await field(page).textContent())!.slice(0, 40)).toMatch(/Our log:\sline of a log/);

  await field(page).press('ControlOrMeta+a');
  await page.keyboard.type('The log is attached.');
  await error.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('.message', { hasText: 'The log is attached.' }).waitFor();
});

test('what the server could not take is said beside it until it is tried again, and no message covers its button', async () => {
  const world = await asked(stage().portal);
  const dana = await stage().enter(world, world.dana, { viewport: { width: 1280, height: 800 } });
  await dana.goto(stage().url(world, '/support/1'));
  await write(dana, 'One more thing.');
  await intercept(
    dana,
    '**/replies',
    (route) => route.fulfill({ status: 503, contentType: 'text/html', body: 'Later' }),
    {
      times: 1,
    },
  );
  const send = dana.getByRole('button', { name: 'Send reply' });
  await send.click();
  const said = dana.locator('#reply .error', { hasText: 'That did not go through.' });
  await said.waitFor();
  await expectSound(dana, 'a reply that was not taken');
  await dana.context().setOffline(true);
  const [toast, button] = [await dana.locator('#toasts .toast').boundingBox(), await send.boundingBox()];
  expect(toast!.x + toast!.width).toBeLessThan(button!.x);
  await dana.context().setOffline(false);
  await send.click();
  await dana.locator('.message', { hasText: 'One more thing.' }).waitFor();
  await said.waitFor({ state: 'detached' });
});

test('a reply to a ticket that is no longer the writer’s is told of beside it, where the words and the reason stay', async () => {
  const world = await asked(stage().portal);
  const { viewer: luis } = world;
  await peek(stage().portal.database, "update contacts set role = 'contributor' where id = $1", [luis.id]);
  const page = await stage().enter(world, luis, wide);
  await page.goto(stage().url(world, '/support/1'));
  await write(page, 'It stops at line 40.');
  const dana = as(stage().portal, world.dana);
  expect((await dana.submit('/support/1', '/support/1/narrowing', { to: 'named' })).status).toBe(303);
  await page.getByRole('button', { name: 'Send reply' }).click();
  await page.locator('#reply .error', { hasText: 'This is no longer here for you.' }).waitFor();
  expect(await page.locator('#toasts .toast').count()).toBe(0);
  expect(await field(page).textContent()).toBe('It stops at line 40.');
  await expectSound(page, 'a reply to what is gone');
});
