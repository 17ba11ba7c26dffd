import { expect, test } from 'vitest';
import { archive } from '#features/knowledge/index.ts';
import { segmentOf } from '#features/knowledge/knowledge.testing.ts';
import { setAudience } from '#features/knowledge/upkeep.ts';
import { as } from '#test/client.ts';
import { PATH, useFollowing } from '#test/following.ts';
import { tellFollowers } from './letters.ts';

const { portal, world, sql, owner, article, follow, change, morning, letters, nextDay } = useFollowing();

test('what is ticked comes as one letter: title, a sentence, a link, and no text; without the tick none', async () => {
  const { number } = await article();
  await follow(world().dana);
  await follow(world().rival, '/help/domains');
  await change(number, {});
  await morning();
  expect(await letters()).toEqual([]);
  await change(number, { tell: 'on', title: 'Moving a domain again' });
  const later = await article('Renewing a domain', { draft: true });
  const editor = await as(portal(), world().owner).get(`/knowledge/${later.number}`);
  expect(editor.text).toMatch(/<input[^>]*name="tell"[^>]*checked/);
  expect((await as(portal(), world().owner).get(`/knowledge/${number}`)).text).not.toMatch(/name="tell"[^>]*checked/);
  await change(later.number, { tell: 'on', title: 'Renewing a domain' });
  await morning();
  const sent = await letters();
  expect(sent.map(({ to_address, subject }) => [to_address, subject]).sort()).toEqual(
    [
      [world().dana.email, 'Worth knowing: Moving a domain again'],
      [world().rival.email, '2 articles with news'],
    ].sort(),
  );
  const [one] = sent.filter(({ to_address }) => to_address === world().dana.email);
  expect(one!.text).toContain(`${world().origin}${PATH}`);
  expect(one!.text).toContain('Now in two steps.');
  expect(sent.map(({ text }) => text).join()).not.toContain('secret of the third step');
  expect(sent.find(({ to_address }) => to_address === world().rival.email)!.text).toContain(
    '/help/en/renewing-a-domain',
  );
});

test('a reader has one letter a day; what came after it is in the next one, and what was told is not told again', async () => {
  const { number } = await article();
  await follow(world().dana);
  await change(number, { tell: 'on' });
  await morning();
  await change(number, { tell: 'on', title: 'Once more' });
  await morning();
  expect(await letters()).toHaveLength(1);
  await nextDay();
  // A small change after it takes nothing away.
  await change(number, { title: 'Once more, spelled right' });
  await tellFollowers.run(portal().platform);
  expect((await letters()).map(({ subject }) => subject)).toEqual([
    'Worth knowing: Moving a domain',
    'Worth knowing: Once more, spelled right',
  ]);
  await nextDay();
  await morning();
  expect(await letters()).toHaveLength(2);
});

test('a letter speaks its reader’s language, and names the article in it or in the next best', async () => {
  const { number } = await article();
  await article('Only in English');
  await sql('insert into help_languages (workspace_id, locale) values ($1, $2)', 'de');
  await sql("update identities set locale = 'de' where workspace_id = $1 and id = $2", world().dana.identityId);
  await follow(world().dana);
  await follow(world().rival);
  await change(number, {
    lang: 'de',
    revision: '0',
    title: 'Eine Domain umziehen',
    summary: 'In zwei Schritten.',
    tell: 'on',
  });
  await morning();
  expect((await letters()).map(({ to_address, subject }) => [to_address, subject])).toEqual([
    [world().dana.email, 'Gut zu wissen: Eine Domain umziehen'],
  ]);
  await nextDay();
  await change(number, { tell: 'on' });
  const { number: other } = await article('Nameservers');
  await follow(world().dana, '/help/en/nameservers');
  await change(other, { title: 'Nameservers', tell: 'on' });
  await morning();
  // The German text has no news of its own; of the other there is none in German.
  expect(
    (await letters())
      .slice(1)
      .map(({ to_address, subject }) => [to_address, subject])
      .sort(),
  ).toEqual(
    [
      [world().dana.email, 'Gut zu wissen: Nameservers'],
      [world().rival.email, 'Worth knowing: Moving a domain'],
    ].sort(),
  );
});

test('what is published later is told once readers have it, and not to who began to follow after it', async () => {
  const { number } = await article();
  await follow(world().dana);
  const soon = new Date(Date.now() + 3_600_000).toISOString().slice(0, 16);
  await change(number, { tell: 'on', at: soon, title: 'From tomorrow on' });
  await morning();
  expect(await letters()).toEqual([]);
  await sql("update article_texts set next_at = now() - interval '1 minute' where workspace_id = $1");
  const { clock } = await import('#features/knowledge/due.ts');
  await clock.run(portal().platform);
  await follow(world().viewer);
  await morning();
  expect((await letters()).map(({ to_address, subject }) => [to_address, subject])).toEqual([
    [world().dana.email, 'Worth knowing: From tomorrow on'],
  ]);
});

const losses: Record<string, (number: string) => Promise<unknown>> = {
  'the article is for the team': (number) => owner((ctx) => setAudience(ctx, number, 'member')),
  'it is for a segment they are not in': async (number) => {
    const segment = await segmentOf(portal(), world(), world().rivalAccountId);
    await owner((ctx) => setAudience(ctx, number, 'segment', { to: 'segments', segments: [segment] }));
  },
  'it is archived': (number) => owner((ctx) => archive(ctx, number, 'en')),
  'it is over': () =>
    sql(
      "update article_texts set live_from = now() - interval '2 days', live_until = now() - interval '1 second' where workspace_id = $1",
    ),
  'their company is kept out of the room': () =>
    sql("insert into segment_gates (workspace_id, id, kind, object) values ($1, gen_random_uuid(), 'room', 'help')"),
  'their login is shut': () =>
    sql('update identities set disabled_at = now() where workspace_id = $1 and id = $2', world().dana.identityId),
  'they are with that customer no more': () =>
    sql('update contacts set disabled_at = now() where workspace_id = $1 and id = $2', world().dana.id),
  'they have ended it': () => follow(world().dana, PATH, 'no'),
};

test.each(Object.keys(losses))(
  'TRUST 8: nothing is sent when, at the time of sending, %s; control: before, it is',
  async (why) => {
    const { number } = await article();
    await follow(world().dana);
    await change(number, { tell: 'on' });
    await morning();
    expect(await letters()).toHaveLength(1);
    await nextDay();
    await change(number, { tell: 'on' });
    await losses[why]!(number);
    await morning();
    expect(await letters()).toHaveLength(1);
  },
);

test('TRUST 8: what is for a segment is told to those in it', async () => {
  const { number } = await article();
  await follow(world().dana);
  await follow(world().rival);
  await change(number, { tell: 'on' });
  await losses['it is for a segment they are not in']!(number);
  await morning();
  expect((await letters()).map(({ to_address }) => to_address)).toEqual([world().rival.email]);
});
