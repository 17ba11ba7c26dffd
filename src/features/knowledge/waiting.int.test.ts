import { expect, test } from 'vitest';
import { visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
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
    // The day is said by the field, which may be emptied, and not by the button.
    expect(page).toMatch(/Publish version \d+\s*</);
    expect(page).toMatch(/Goes live <time[^>]*2036-01-0?1/);
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
  // In a page that is still open: what a colleague has saved since stays.
  const again = await maya.submit(history, `/knowledge/${number}/restoration`);
  const undo = await maya.form(again.location!, `/knowledge/${number}/restoration`);
  await write(priya, number, { title: 'Prices', body: '<p>Another hour.</p>' });
  const late = await maya.postRaw(`/knowledge/${number}/restoration`, undo);
  expect(late.status).toBe(409);
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('Another hour.');
  for (const revision of ['-99999999999', '99999999999', '1.5', 'x'])
    expect((await maya.postRaw(`/knowledge/${number}/restoration`, { ...undo, revision })).status).toBe(404);
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

test('words that readers have, or will have on that day, are published once; control: a note, a tick, an end and new words each make a version', async () => {
  const { world, category, maya } = await authors(portal());
  const { id, number } = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>' });
  const rows = () =>
    peek(
      portal().database,
      `select t.shown_at, t.published_at, (select max(n) from article_versions v where v.article_id = a.id) as n
       from articles a join article_texts t on t.article_id = a.id where a.id = $1`,
      [id],
    );
  const press = async (more: Record<string, string> = {}) => {
    const page = (await maya.get(`/knowledge/${number}`)).text;
    const said = { title: 'Prices', body: '<p>Ten.</p>', act: 'publish', ...planned(page), ...more };
    return (await maya.get((await write(maya, number, said)).location!)).text;
  };
  const before = await rows();
  expect(await press()).toContain('That is live already.');
  // Saved otherwise, and then again as it was: no draft is left of it.
  await write(maya, number, { title: 'Prices', body: '<p>Eleven.</p>' });
  expect(await press()).toContain('That is live already.');
  expect((await maya.get(`/knowledge/${number}`)).text).not.toContain('Throw the draft away');
  expect(await rows()).toEqual(before);
  for (const [more, n] of [
    [{ note: 'Asked again' }, 2],
    [{ tell: 'on' }, 3],
    [{ until: '2037-01-01T00:00' }, 4],
    [{ body: '<p>Twenty.</p>' }, 5],
  ] as const)
    expect(await press(more)).toContain(`Version ${n} is live.`);
  const body = '<p>Thirty.</p>';
  expect(await press({ body, at: DAY })).toContain('Version 6 waits for its time.');
  expect(await press({ body })).toContain('That waits for its time already.');
  expect(await press({ body, at: '' })).toContain('Version 7 is live.');
});

test('to publish stands out where there is something to publish; control: right after it, it does not', async () => {
  const { world, category, maya } = await authors(portal());
  const { number } = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>', draft: true });
  const path = `/knowledge/${number}`;
  const stands = async (more = '') =>
    /<button[^>]*class="([^"]*)"[^>]*data-once-unsaved|<div class="publishing">[\s\S]*?<button[^>]*class="([^"]*)"/
      .exec((await maya.get(path + more)).text)!
      .slice(1)
      .join('')
      .includes('primary');
  const publish = (more: Record<string, string> = {}) =>
    write(maya, number, { title: 'Prices', body: '<p>Ten.</p>', act: 'publish', ...more });
  expect(await stands()).toBe(true);
  await publish();
  expect(await stands()).toBe(false);
  // What the address says of publishing is something to do.
  expect(await stands('?lang=en&note=Corrected')).toBe(true);
  await write(maya, number, { title: 'Prices', body: '<p>Eleven.</p>' });
  expect(await stands()).toBe(true);
  await publish({ at: DAY });
  expect(await stands()).toBe(false);
  await maya.submit(path, `${path}/archival`);
  expect(await stands()).toBe(true);
});

test('a draft that was thrown away comes back by the button of the message', async () => {
  const { world, category, maya } = await authors(portal());
  const { number } = await makeArticle(portal(), world, category, 'Prices', { html: '<p>Ten.</p>' });
  await write(maya, number, { title: 'Prices', body: '<p>An hour of work.</p>' });
  const dropped = await maya.submit(`/knowledge/${number}`, `/knowledge/${number}/dropping`);
  const undone = await maya.submit(dropped.location!, `/knowledge/${number}/restoration`);
  const { text } = await maya.get(undone.location!);
  expect(text).toContain('An hour of work.');
  expect(text).toContain('What was saved before is the draft again.');
});
