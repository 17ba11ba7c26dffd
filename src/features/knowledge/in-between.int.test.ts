import { beforeAll, expect, test } from 'vitest';
import { housekeeping } from '#app/housekeeping.ts';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { makeArticle, makeCategory } from './knowledge.testing.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;
let priya: Client;

beforeAll(async () => {
  world = await newWorld(portal());
  maya = as(portal(), world.owner);
  priya = as(portal(), world.agent);
  category = await makeCategory(portal(), world, 'Shelf');
});

const begin = (title: string) =>
  makeArticle(portal(), world, category, title, { draft: true, html: '<p>One.</p><p>Two.</p>' });

/** As the script of the editor saves: with the save it began with, and no key of the form. */
async function inBetween(who: Client, number: string, revision: number, fields: { title: string; body: string }) {
  const { _token = '' } = await who.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  const said = { ...fields, revision: String(revision) };
  const answer = await who.postRaw(`/knowledge/${number}/draft/in-between?lang=en`, said, { 'x-csrf-token': _token });
  return answer.status === 200 ? JSON.parse(answer.text) : answer.status;
}

const stored = (id: string) =>
  peek<{ revision: number; html: string }>(
    portal().database,
    'select revision, body_html as html from article_drafts where article_id = $1 order by revision',
    [id],
  );

test('what somebody writes is saved in between, and no version comes of it; the same again is no save', async () => {
  const { id, number } = await begin('Typed');
  const title = 'Typed';
  expect(await inBetween(maya, number, 1, { title, body: '<p>One.</p><p>Two, and more.</p>' })).toEqual({
    revision: 2,
  });
  expect(await inBetween(maya, number, 2, { title, body: '<p>One.</p><p>Two, and more.</p>' })).toEqual({
    revision: 2,
  });
  expect((await stored(id)).map(({ revision }) => revision)).toEqual([1, 2]);
  const page = (await maya.get(`/knowledge/${number}`)).text;
  expect(page).toContain('Two, and more.');
  expect(page).toContain('name="revision" value="2"');
  expect(await peek(portal().database, 'select from article_versions where article_id = $1', [id])).toEqual([]);
  // Without a title it is nothing to keep; the form says so when its button is pressed.
  expect(await inBetween(maya, number, 2, { title: ' ', body: '<p>Nothing.</p>' })).toBe(422);
  expect(await inBetween(as(portal(), world.dana), number, 2, { title, body: '<p>Hers.</p>' }).catch(() => 404)).toBe(
    404,
  );
  expect((await stored(id)).length).toBe(2);
});

test('a colleague’s save in between is never written over: what is saved by itself waits, and the button brings both together', async () => {
  const { id, number } = await begin('Both');
  const title = 'Both';
  expect(await inBetween(priya, number, 1, { title, body: '<p>One, by Priya.</p><p>Two.</p>' })).toEqual({
    revision: 2,
  });
  const mine = { title, body: '<p>One.</p><p>Two, by Maya.</p>' };
  expect(await inBetween(maya, number, 1, mine)).toEqual({});
  expect((await stored(id)).at(-1)!.html).toBe('<p>One, by Priya.</p><p>Two.</p>');
  const form = await maya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  await maya.postRaw(`/knowledge/${number}/draft`, { ...form, ...mine, revision: '1', act: 'save' });
  expect((await stored(id)).at(-1)!.html).toBe('<p>One, by Priya.</p><p>Two, by Maya.</p>');
});

test('of many saves of an hour the last is kept after a day, and whoever began with another is brought together all the same', async () => {
  const { id, number } = await begin('Tidied');
  const title = 'Tidied';
  const body = (n: number) => `<p>One.</p><p>Two.</p><p>Line ${n}.</p>`;
  for (const n of [1, 2, 3, 4]) await inBetween(priya, number, n, { title, body: body(n) });
  await peek(
    portal().database,
    `update article_drafts set saved_at = date_trunc('hour', now()) - case when revision = 1 then interval '26 hours'
       else interval '25 hours' end + revision * interval '1 minute' where article_id = $1 and revision < 5`,
    [id],
  );
  for (const chore of housekeeping) await chore.run(portal().platform);
  expect((await stored(id)).map(({ revision }) => revision)).toEqual([1, 4, 5]);
  // Maya's page has the third save before her, which is gone.
  const form = await maya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  const mine = { title, body: '<p>One, by Maya.</p><p>Two.</p><p>Line 2.</p>' };
  const answer = await maya.postRaw(`/knowledge/${number}/draft`, { ...form, ...mine, revision: '3', act: 'save' });
  // The last line stands in both ways: nothing is lost, and the first is brought together.
  expect(answer.status).toBe(422);
  for (const words of ['One, by Maya.', 'Line 2.', 'Line 4.']) expect(answer.text).toContain(words);
});
