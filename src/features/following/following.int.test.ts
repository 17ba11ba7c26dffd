import { expect, test } from 'vitest';
import { setAudience } from '#features/knowledge/upkeep.ts';
import { pageOf } from '#features/view-as/view-as.testing.ts';
import { as, type Client, visitor } from '#test/client.ts';
import { PATH, useFollowing } from '#test/following.ts';
import { newWorld } from '#test/world.ts';

const { portal, world, topic, owner, article, follow, follows, change, morning, letters } = useFollowing();
const dana = () => as(portal(), world().dana);

test('who is signed in follows an article and a topic by a form, finds both in their account, and ends them there', async () => {
  const { id } = await article();
  for (const address of [`${PATH}?follow=yes`, `${PATH}/follow`, `${PATH}/follow?follow=yes`])
    await dana().get(address);
  expect(await follows()).toEqual([]);
  expect((await visitor(portal(), world()).get(PATH)).text).not.toContain(`${PATH}/follow`);
  const sent = await follow(world().dana);
  expect([sent.status, sent.location]).toEqual([303, PATH]);
  await follow(world().dana);
  await follow(world().dana, '/help/domains');
  expect(await follows()).toEqual([
    { identity_id: world().dana.identityId, article_id: id, category_id: null },
    { identity_id: world().dana.identityId, article_id: null, category_id: topic() },
  ]);
  expect((await dana().get(PATH)).text).toContain('Stop following');
  expect((await as(portal(), world().viewer).get(PATH)).text).not.toContain('Stop following');
  expect((await dana().get('/account')).text).toContain('href="/account/following"');
  const list = await dana().get('/account/following');
  expect(list.text).toContain('Moving a domain');
  expect(list.text).toContain('Stop following: Domains');
  const [ending] = /\/account\/following\/[0-9a-f-]{36}\/ending/.exec(list.text)!;
  await dana().submit('/account/following', ending, {});
  await follow(world().dana, PATH, 'no');
  expect((await follows()).filter(({ article_id }) => article_id === id)).toEqual([]);
});

test('TRUST 8: nobody follows what they may not read, nor ends what another follows; control: it is theirs to end', async () => {
  const { number } = await article();
  const fields = await dana().form(PATH, `${PATH}/follow`);
  await follow(world().viewer);
  const list = await as(portal(), world().viewer).get('/account/following');
  const [ending] = /\/account\/following\/[0-9a-f-]{36}\/ending/.exec(list.text)!;
  await follow(world().dana, '/help/domains');
  const own = await dana().form(
    '/account/following',
    /\/account\/following\/[0-9a-f-]{36}\/ending/.exec((await dana().get('/account/following')).text)![0],
  );
  expect((await dana().postRaw(ending, own)).status).toBe(404);
  expect(await follows()).toHaveLength(2);
  await owner((ctx) => setAudience(ctx, number, 'member'));
  expect((await dana().postRaw(`${PATH}/follow`, { ...fields, follow: 'yes' })).status).toBe(404);
  expect(await follows()).toHaveLength(2);
  const gone = await as(portal(), world().viewer).get('/account/following');
  expect(gone.text).toContain('Something that you cannot read at the moment');
  expect(gone.text).not.toContain('Moving a domain');
  await as(portal(), world().viewer).submit('/account/following', ending, {});
  expect(await follows()).toHaveLength(1);
});

test('TRUST 25: the link of a letter ends everything by a form and without a session; opening it ends nothing, and no other link does', async () => {
  const { number } = await article();
  await follow(world().dana);
  await follow(world().dana, '/help/domains');
  await follow(world().rival);
  await change(number, { tell: 'on' });
  await morning();
  const letter = (await letters()).find(({ to_address }) => to_address === world().dana.email)!;
  const { pathname, search } = new URL(letter.list_unsubscribe);
  expect(letter.text).toContain(letter.list_unsubscribe);
  const somebody: Client = visitor(portal(), world());
  const page = await somebody.get(pathname + search);
  expect(page.text).toContain('You follow 2 articles and topics');
  expect(page.text).not.toContain('Moving a domain');
  expect(await follows()).toHaveLength(3);
  const form = await somebody.form(pathname + search, pathname);
  for (const token of [`${form.token}x`, form.token!.replace(/^./, (sign) => (sign === 'a' ? 'b' : 'a')), ''])
    expect((await somebody.postRaw(pathname, { ...form, token })).status).toBe(410);
  const elsewhere = await newWorld(portal(), 'Lumen Cloud');
  expect((await visitor(portal(), elsewhere).get(pathname + search)).status).toBe(410);
  expect(await follows()).toHaveLength(3);
  expect((await somebody.postRaw(pathname, form)).status).toBe(303);
  expect((await somebody.get(pathname + search)).text).toContain('No more emails about this');
  expect((await follows()).map(({ identity_id }) => identity_id)).toEqual([world().rival.identityId]);
});

test('TRUST 37: whoever looks as a customer neither follows nor sees what they follow; control: they do themselves', async () => {
  await article();
  const maya = as(portal(), world().owner);
  const fields = await maya.form(PATH, `${PATH}/follow`);
  await maya.submit(pageOf(world().dana), `${pageOf(world().dana)}/view`);
  expect((await maya.get(PATH)).text).not.toContain(`${PATH}/follow`);
  expect((await maya.postRaw(`${PATH}/follow`, { ...fields, follow: 'yes' })).status).toBe(403);
  expect((await maya.get('/account/following')).text).not.toContain('What you follow</h1>');
  expect(await follows()).toEqual([]);
  await maya.submit('/', '/view/ending');
  await follow(world().owner);
  expect(await follows()).toHaveLength(1);
});

test('what somebody follows is in their own data, and goes with their login', async () => {
  const { number } = await article();
  await follow(world().dana);
  const file = await dana().submit('/account/data', '/account/data', {});
  expect(file.text).toContain('article_follows');
  expect(JSON.parse(file.text)).toMatchObject({ article_follows: [{ article: Number(number), category: null }] });
  expect((await as(portal(), world().viewer).submit('/account/data', '/account/data', {})).text).not.toContain(
    '"category"',
  );
  await as(portal(), world().owner).submit(
    `/contacts/${world().dana.id}/privacy`,
    `/contacts/${world().dana.id}/erasure`,
    {
      sure: 'yes',
    },
  );
  expect(await follows()).toEqual([]);
});

test('a flood of following is stopped', async () => {
  await article();
  const fields = await dana().form(PATH, `${PATH}/follow`);
  const answers: number[] = [];
  for (let n = 0; n < 125; n += 1)
    answers.push(
      (await dana().postRaw(`${PATH}/follow`, { ...fields, _once: crypto.randomUUID(), follow: 'yes' })).status,
    );
  expect([answers[0], answers.at(-1)]).toEqual([303, 429]);
});
