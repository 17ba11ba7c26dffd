import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { authors, makeArticle, makeCategory } from './knowledge.testing.ts';

const portal = usePortal();

test('a category that a colleague shut stays shut when an older page of it is saved; control: a form that does not say what it showed', async () => {
  const { world, category, maya } = await authors(portal());
  await makeArticle(portal(), world, category, 'Refunds');
  await makeArticle(portal(), world, await makeCategory(portal(), world, 'Website'), 'For everybody');
  const path = `/knowledge/categories/${category}`;
  const stored = { 'title-en': 'Email and forms', 'summary-en': '', parent: '', icon: 'book-open', audience: 'public' };
  const older = await maya.form(path, path);
  const seen = async () => {
    portal().platform.hub.publish(world.workspaceId, ['help']);
    return (await visitor(portal(), world).get('/help/en/refunds')).status;
  };
  expect(await seen()).toBe(200);
  expect((await maya.submit(path, path, { ...stored, audience: 'member' })).status).toBe(303);
  expect(await seen()).toBe(404);
  const late = { ...older, ...stored, 'summary-en': 'All of it' };
  expect((await maya.postRaw(path, late)).status).toBe(303);
  expect(await seen()).toBe(404);
  const shown = (await maya.get(path)).text;
  expect(shown).toContain('value="All of it"');
  const { _was, ...without }: Record<string, string> = late;
  await maya.postRaw(path, { ...without, _once: crypto.randomUUID() });
  expect(await seen()).toBe(200);
});

test('an older page of an article takes back neither its category, nor its owner, nor its rhythm, nor who reads it', async () => {
  const { world, category, maya } = await authors(portal());
  const other = await makeCategory(portal(), world, 'Website');
  const { number } = await makeArticle(portal(), world, category, 'Refunds');
  const [page, care, readers] = ['', '/care', '/readers'].map((end) => `/knowledge/${number}${end}`);
  const stored = { category, owner: world.owner.id, rhythm: '180' };
  const older = await maya.form(page!, care!);
  await maya.submit(page!, care!, { ...stored, owner: world.agent.id });
  expect((await maya.postRaw(care!, { ...older, ...stored, category: other })).status).toBe(303);
  const who = `/knowledge/${number}/audience`;
  const before = await maya.form(who, readers!);
  await maya.submit(who, readers!, { audience: 'member' });
  expect((await maya.postRaw(readers!, { ...before, audience: 'public' })).status).toBe(303);
  const now = await peek(
    portal().database,
    'select category_id, owner_id, review_days, audience from articles where workspace_id = $1 and number = $2',
    [world.workspaceId, number],
  );
  expect(now).toEqual([{ category_id: other, owner_id: world.agent.id, review_days: 180, audience: 'member' }]);
});

test('nor the languages, who reads the help center, and how suggestions are counted', async () => {
  const { world, maya } = await authors(portal());
  const changed = async (page: string, path: string, stored: object, theirs: object, mine: object) => {
    const older = await maya.form(page, path);
    expect((await maya.submit(page, path, { ...stored, ...theirs })).status).toBe(303);
    expect((await maya.postRaw(path, { ...older, ...stored, ...mine })).status).toBe(303);
  };
  await changed('/knowledge/categories', '/knowledge/languages', {}, { language: ['de'] }, { language: ['fr'] });
  await changed(
    '/settings/help',
    '/settings/help',
    { readers: 'everybody' },
    { readers: 'signed_in' },
    { found: 'on' },
  );
  const rules = { held_out: '10', days: '7' };
  await changed('/settings/answers', '/settings/answers', rules, { held_out: '20' }, { days: '9' });
  const now = await peek(
    portal().database,
    `select w.help_readers, d.held_out, d.days, (select array_agg(locale order by locale) from help_languages where workspace_id = w.id) as languages
      from workspaces w join deflection_rules d on d.workspace_id = w.id where w.id = $1`,
    [world.workspaceId],
  );
  expect(now).toEqual([{ help_readers: 'signed_in', held_out: 20, days: 9, languages: ['de', 'fr'] }]);
  expect((await as(portal(), world.owner).get('/settings/answers')).text).toContain('value="20"');
});
