import { expect, test } from 'vitest';
import { saveDraft } from '#features/knowledge/draft.ts';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { archive, publish } from '#features/knowledge/publish.ts';
import { setAudience } from '#features/knowledge/upkeep.ts';
import { as, visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld } from '#test/world.ts';

const portal = usePortal();

test('an address leads to the language there is: of a text that was taken offline, or was never written. Control: published again it is itself', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Website');
  const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work);
  await owner((ctx) => setLanguages(ctx, ['de']));
  await makeArticle(portal(), world, shelf, 'For everybody');
  const { number } = await makeArticle(portal(), world, shelf, 'Browser support');
  const german = (revision: number) => ({ title: 'Browser', summary: '', html: '<p>Alle.</p>', revision });
  await owner(async (ctx) => {
    const { revision } = await saveDraft(ctx, number, 'de', german(0));
    await publish(ctx, number, 'de', { revision });
  });
  const at = async (path: string) => {
    portal().platform.hub.publish(world.workspaceId, ['help']);
    const { status, location } = await visitor(portal(), world).get(path);
    return [status, location];
  };
  expect(await at('/help/de/browser')).toEqual([200, null]);
  await owner((ctx) => archive(ctx, number, 'de'));
  expect(await at('/help/de/browser')).toEqual([302, '/help/en/browser-support']);
  expect(await at('/help/de/browser-support')).toEqual([302, '/help/en/browser-support']);
  expect(await at('/help/de/browser-supper')).toEqual([404, null]);
  await owner(async (ctx) => {
    const { revision } = await saveDraft(ctx, number, 'de', { ...german(1), html: '<p>Alle, wieder.</p>' });
    await publish(ctx, number, 'de', { revision });
  });
  expect(await at('/help/de/browser')).toEqual([200, null]);
  // What nobody may read leads nowhere, in any language.
  await owner((ctx) => archive(ctx, number, 'de'));
  await owner((ctx) => setAudience(ctx, number, 'signed_in'));
  for (const path of ['/help/de/browser', '/help/de/browser-support']) expect(await at(path)).toEqual([404, null]);
  expect((await as(portal(), world.dana).get('/help/de/browser')).location).toBe('/help/en/browser-support');
});

test('a link to a heading leads there when it has other words by now, for readers and from other articles', async () => {
  const world = await newWorld(portal());
  const shelf = await makeCategory(portal(), world, 'Website');
  const text = (heading: string) => `<p>First.</p><h2>${heading}</h2><p>Three days, by the card that was charged.</p>`;
  const { number, id } = await makeArticle(portal(), world, shelf, 'Refunds', { html: text('How long it takes') });
  const link = `<p><a href="article:${id}#s-how-long-it-takes">See there</a></p>`;
  await makeArticle(portal(), world, shelf, 'Returns', { html: link });
  let revision = 1;
  const rename = (heading: string) =>
    by(portal(), world, world.owner, async (ctx) => {
      ({ revision } = await saveDraft(ctx, number, 'en', {
        title: 'Refunds',
        summary: '',
        html: text(heading),
        revision,
      }));
      await publish(ctx, number, 'en', { revision });
    });
  const page = async () => {
    portal().platform.hub.publish(world.workspaceId, ['help']);
    return (await visitor(portal(), world).get('/help/en/refunds')).text;
  };
  expect(await page()).toContain('<h2 id="s-how-long-it-takes">How long it takes');
  await rename('When it is there');
  await rename('When the money is back');
  expect(await page()).toContain(
    '<h2 id="s-when-the-money-is-back"><span id="s-when-it-is-there"></span><span id="s-how-long-it-takes"></span>When the money is back',
  );
  expect((await visitor(portal(), world).get('/help/en/returns')).text).toContain(
    '/help/en/refunds#s-how-long-it-takes"',
  );
});

test('an address that somebody wrote with a slash at its end or with capitals leads to the page; control: what is not there is not there', async () => {
  const world = await newWorld(portal());
  await makeArticle(portal(), world, await makeCategory(portal(), world, 'Website'), 'Refunds');
  const at = async (path: string) => {
    const { status, location } = await visitor(portal(), world).get(path);
    return [status, location];
  };
  expect(await at('/help/')).toEqual([301, '/help']);
  expect(await at('/help/en/refunds/')).toEqual([301, '/help/en/refunds']);
  expect(await at('/help/EN/Refunds/?lang=de')).toEqual([301, '/help/en/refunds?lang=de']);
  expect(await at('/help/Website/')).toEqual([301, '/help/website']);
  expect(await at('/help/en/refund')).toEqual([404, null]);
  // Nor does it lead anywhere else.
  expect(await at('//help/')).toEqual([404, null]);
  expect(await at('/support/Nothing/')).toEqual([404, null]);
});

test('a stranger who finds nothing at an address of the help center may sign in and come back to it', async () => {
  const world = await newWorld(portal());
  await makeArticle(portal(), world, await makeCategory(portal(), world, 'Website'), 'For everybody');
  const page = await visitor(portal(), world).get('/help/en/for-customers-alone');
  expect(page.status).toBe(404);
  expect(page.text).toContain('href="/sign-in?next=%2Fhelp%2Fen%2Ffor-customers-alone"');
  // Control: who is signed in is not asked to.
  expect((await as(portal(), world.dana).get('/help/en/for-customers-alone')).text).not.toContain('/sign-in?next');
});
