import { expect, test } from 'vitest';
import { visitor } from '#test/client.ts';
import { usePortal } from '#test/portal.ts';
import { authors, makeArticle, write } from './knowledge.testing.ts';

const portal = usePortal();
const DAY = '2036-01-01T00:00';

/** As a browser sends them: with what the page says of publishing. */
const planned = (page: string) =>
  Object.fromEntries(
    ['at', 'until'].map((name) => [
      name,
      new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(page)?.[1] ?? '',
    ]),
  );

test('while a version waits for its day a mended word waits with it, and readers have none of it; control: whoever takes the day away publishes now', async () => {
  const { world, category, maya } = await authors(portal());
  await makeArticle(portal(), world, category, 'For everybody');
  const seen = async (slug: string) => {
    portal().platform.hub.publish(world.workspaceId, ['help']);
    return (await visitor(portal(), world).get(`/help/en/${slug}`)).text;
  };
  const live = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>' });
  const fresh = await makeArticle(portal(), world, category, 'Embargo', { html: '<p>Soon.</p>', draft: true });
  for (const { number } of [live, fresh]) {
    const title = number === live.number ? 'Prices' : 'Embargo';
    await write(maya, number, { title, body: '<p>Twenty from January.</p>', act: 'publish', at: DAY });
    const page = (await maya.get(`/knowledge/${number}`)).text;
    expect(planned(page)).toEqual({ at: DAY, until: '' });
    expect(page).toMatch(/Publish version \d on .*2036/);
    const body = '<p>Twenty, from January.</p>';
    const sent = await write(maya, number, { title, body, act: 'publish', ...planned(page) });
    expect((await maya.get(sent.location!)).text).toContain('Twenty, from January.');
    expect(await seen(title.toLowerCase())).not.toContain('Twenty');
    await write(maya, number, { title, body: `${body}<p>Now.</p>`, act: 'publish', at: '', until: '' });
    expect(await seen(title.toLowerCase())).toContain('Now.');
  }
});

test('what a colleague saved makes way for an earlier version only when asked, and comes back', async () => {
  const { world, category, maya, priya } = await authors(portal());
  const { number } = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>' });
  const history = `/knowledge/${number}/history`;
  await write(priya, number, { title: 'Prices', body: '<p>An hour of work.</p>' });
  expect((await maya.get(history)).text).toMatch(/data-turbo-confirm="What Priya Raman saved on /);
  const back = await maya.submit(history, `/knowledge/${number}/restoration`);
  const undone = await maya.submit(back.location!, `/knowledge/${number}/restoration`);
  expect(undone.status).toBe(303);
  expect((await maya.get(undone.location!)).text).toContain('An hour of work.');
  // Nothing that is not published: nothing to ask.
  const other = await makeArticle(portal(), world, category, 'Fees', { html: '<p>One.</p>' });
  await write(maya, other.number, { title: 'Fees', body: '<p>Two.</p>', act: 'publish' });
  expect((await maya.get(`/knowledge/${other.number}/history`)).text).not.toContain('data-turbo-confirm');
});

test('an end that a colleague gave a text stays when an older page of it is published', async () => {
  const { world, category, maya } = await authors(portal());
  const { number } = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>' });
  const path = `/knowledge/${number}/draft`;
  const older = await maya.form(`/knowledge/${number}`, path);
  const said = { title: 'Prices', summary: '', at: '', until: '', body: '<p>Ten.</p>', act: 'publish' };
  await maya.submit(`/knowledge/${number}`, path, { ...said, until: DAY });
  const late = await maya.postRaw(path, { ...older, ...said });
  expect(late.status).toBe(303);
  expect(planned((await maya.get(late.location!)).text).until).toBe(DAY);
});
