import type { Page } from 'playwright-core';
import { makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { type Actor, newWorld, type World } from '../test/world.ts';
import type { Stage } from './stage.ts';

export const text = (page: Page) => page.locator('.article-editor .rich-text');
export const tool = (page: Page, name: string) =>
  page.locator('.article-editor').getByRole('button', { name, exact: true }).click();
export const press = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).first().click();

/** As a browser hands over what was copied elsewhere. */
export const paste = (page: Page, copied: string, type: 'text/html' | 'text/plain' = 'text/html') =>
  text(page).evaluate(
    (editor, [words, as]) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData(as, words);
      editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    },
    [copied, type] as const,
  );

/** Authors at work on the stage of a test file. */
export const authorsOn = (stage: () => Stage) => ({
  /** A business with a category, and the page of a new article in it. */
  async begun(title: string): Promise<{ world: World; maya: Page; path: string }> {
    const world = await newWorld(stage().portal);
    await makeCategory(stage().portal, world, 'Your website');
    const maya = await stage().enter(world, world.owner, { viewport: { width: 1280, height: 860 } });
    await maya.goto(stage().url(world, '/knowledge/new'));
    await maya.getByLabel('Title').fill(title);
    await press(maya, 'Begin writing');
    await text(maya).click();
    return { world, maya, path: new URL(maya.url()).pathname };
  },
  async alsoThere(world: World, who: Actor, path: string): Promise<Page> {
    const page = await stage().enter(world, who);
    await page.goto(stage().url(world, path));
    await text(page).waitFor();
    return page;
  },
});
