import { serve } from '@hono/node-server';
import { chromium } from 'playwright-core';
import { test } from 'vitest';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';
import { invite, linkTo, within } from './doors.testing.ts';
const portal = usePortal();
test('shots', { timeout: 120000 }, async () => {
  const world = await newWorld(portal());
  await within(portal(), world, (db) => db.updateTable('workspaces').set({ tagline: 'Every decision, file and invoice of our work together.' }).where('id', '=', world.workspaceId).execute());
  const token = await linkTo(portal(), world.dana);
  const inv = await invite(portal(), world.owner, { message: 'Good to have you on board, Nora. The kick-off summary and the first designs are inside.' });
  const server = serve({ fetch: portal().app.fetch, port: 3977 });
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--host-resolver-rules=MAP *:3000 127.0.0.1:3977'] });
  for (const [name, w, dark, loc] of [['wide', 1280, false, 'en'], ['phone', 360, true, 'de']] as const) {
    const page = await browser.newPage({ viewport: { width: w, height: 860 }, colorScheme: dark ? 'dark' : 'light', locale: loc });
    page.on('console', (m) => { if (m.type() === 'error') console.log(name, m.text()); });
    const base = `http://${world.host}:3000`;
    for (const [n, path] of [['sign-in', '/sign-in?next=%2Fsupport%2Fnew%3Fkept%3D1'], ['link', `/sign-in/link?token=${token}`], ['gone', '/sign-in/link?token=x'], ['sent', '/sign-in/sent'], ['invitation', `/invitation?token=${inv.token}`], ['closed', '/invitation?token=x']] as const) {
      await page.goto(base + path);
      await page.waitForTimeout(200);
      await page.screenshot({ path: `/tmp/portico/identity/${n}.${name}.png` });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.log('overflow', n, name, over);
    }
    if (name === 'wide') {
      await page.goto(`${base}/sign-in`);
      await page.fill('#email', 'dana@acme.example'); await page.fill('#password', 'wrong');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/portico/identity/wrong.${name}.png` });
    }
  }
  await browser.close(); server.close();
});
