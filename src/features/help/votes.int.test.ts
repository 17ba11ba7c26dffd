import { beforeAll, expect, test } from 'vitest';
import { by, makeArticle, makeCategory } from '#features/knowledge/knowledge.testing.ts';
import { setLanguages } from '#features/knowledge/languages.ts';
import { liveArticle } from '#features/knowledge/live.ts';
import { care, setAudience } from '#features/knowledge/upkeep.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { vote } from './vote.ts';

const portal = usePortal();
let world: World;
let topic: string;

const owner = <T>(work: Parameters<typeof by<T>>[3]) => by(portal(), world, world.owner, work);
const stranger = () => visitor(portal(), world);
const dana = () => as(portal(), world.dana);

beforeAll(async () => {
  world = await newWorld(portal());
  topic = await makeCategory(portal(), world, 'Email and forms');
});

/** An article of its own for a test, looked after by the owner of the workspace. */
async function article(title: string): Promise<{ id: string; number: string; path: string }> {
  const made = await makeArticle(portal(), world, topic, title);
  await owner((ctx) => care(ctx, made.number, { categoryId: topic, ownerId: world.owner.id, reviewDays: null }));
  portal().platform.hub.publish(world.workspaceId, ['help']);
  return { ...made, path: `/help/en/${title.toLowerCase().replaceAll(' ', '-')}` };
}

const votesFor = (id: string) =>
  peek<{ helpful: boolean; comment: string; identity_id: string | null; visitor: string | null }>(
    portal().database,
    'select helpful, comment, identity_id, visitor from article_votes where article_id = $1 order by created_at, id',
    [id],
  );

test('a visitor votes without a script and without a cookie, once, and may change their mind', async () => {
  const { id, path } = await article('Vote on this');
  const someone = stranger();
  const page = await someone.get(path);
  expect(page.text).toContain('Did this solve it?');
  const sent = await someone.submit(path, `${path}/votes`, { helpful: 'yes' });
  expect([sent.status, sent.location]).toEqual([303, `${path}?thanks=yes#helpful`]);
  expect(sent.headers.get('set-cookie')).toBeNull();
  expect((await someone.get(`${path}?thanks=yes`)).text).toContain('Thank you');
  await someone.submit(path, `${path}/votes`, { helpful: 'no' });
  const votes = await votesFor(id);
  expect(votes).toMatchObject([{ helpful: false, comment: '', identity_id: null }]);
  expect(votes[0]!.visitor).toMatch(/^[0-9a-f]{64}$/);
  // Another browser is somebody else; on another article nobody is known again.
  await someone.postRaw(
    `${path}/votes`,
    { ...(await someone.form(path, `${path}/votes`)), helpful: 'yes' },
    { 'user-agent': 'Other' },
  );
  expect(await votesFor(id)).toHaveLength(2);
  const other = await article('Vote on that');
  await someone.submit(other.path, `${other.path}/votes`, { helpful: 'no' });
  expect((await votesFor(other.id))[0]!.visitor).not.toBe(votes[0]!.visitor);
});

test('no GET votes, whatever it asks for, and no form of another site', async () => {
  const { id, path } = await article('Scanned by a mailbox');
  for (const address of [`${path}?helpful=yes`, `${path}?thanks=no`, `${path}/votes`, `${path}/votes?helpful=yes`]) {
    await stranger().get(address);
    await dana().get(address);
  }
  const fields = await stranger().form(path, `${path}/votes`);
  const elsewhere = await stranger().postRaw(
    `${path}/votes`,
    { ...fields, helpful: 'yes' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
  );
  expect(elsewhere.status).toBe(403);
  expect(await votesFor(id)).toEqual([]);
  // The control: the same form from the page itself.
  await stranger().submit(path, `${path}/votes`, { helpful: 'yes' });
  expect(await votesFor(id)).toHaveLength(1);
});

test('what somebody missed comes to whoever looks after the article, and stands on a page of the team', async () => {
  const { id, number, path } = await article('Ask more of this');
  const no = await dana().submit(path, `${path}/votes`, { helpful: 'no' });
  const said = await dana().submit(no.location!.split('#')[0]!, `${path}/votes`, {
    comment: 'The second step is not there.',
  });
  expect([said.status, said.location]).toEqual([303, `${path}?thanks=comment#helpful`]);
  expect(await votesFor(id)).toMatchObject([
    { helpful: false, comment: 'The second step is not there.', identity_id: world.dana.identityId },
  ]);
  await portal().workJobs();
  const bell = await as(portal(), world.owner).get('/notifications');
  expect(bell.text).toContain('A reader missed something in');
  expect((await as(portal(), world.agent).get('/notifications')).text).not.toContain('A reader missed something in');
  const readers = await as(portal(), world.owner).get(`/knowledge/${number}/readers`);
  expect(readers.text).toContain('The second step is not there.');
  expect(readers.text).toContain(world.dana.name);
  expect((await dana().get(`/knowledge/${number}/readers`)).status).toBe(404);
});

test('words that are too long come back as they were typed, with what is wrong beside them', async () => {
  const { id, path } = await article('Long answers');
  const long = 'x'.repeat(2001);
  for (const client of [stranger(), dana()]) {
    const back = await client.submit(`${path}?thanks=no`, `${path}/votes`, { comment: long });
    expect(back.status).toBe(422);
    expect(back.text).toContain(long);
    expect(back.text).toContain('Please keep it under 2,000 characters.');
    expect(back.headers.get('cache-control')).toBe('private, no-store');
  }
  expect(await votesFor(id)).toEqual([]);
});

test('TRUST 8: nobody votes on what they may not read, and is told what is told of nothing', async () => {
  const { id, number, path } = await article('For the team alone');
  const fields = await dana().form(path, `${path}/votes`);
  await owner((ctx) => setAudience(ctx, number, 'member'));
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const refused = await dana().postRaw(`${path}/votes`, { ...fields, helpful: 'yes' });
  expect(refused.status).toBe(404);
  expect(await votesFor(id)).toEqual([]);
  // Control: once she may read it, the same vote counts.
  await owner((ctx) => setAudience(ctx, number, 'public'));
  portal().platform.hub.publish(world.workspaceId, ['help']);
  const taken = await dana().postRaw(`${path}/votes`, { ...fields, _once: crypto.randomUUID(), helpful: 'yes' });
  expect(taken.status).toBe(303);
  expect(await votesFor(id)).toHaveLength(1);
});

test('two votes of one reader at the same moment are one, and no words are lost', async () => {
  const { id } = await article('Twice at once');
  const cast = (comment: string, before: () => void = () => {}, after: () => Promise<void> = async () => {}) =>
    by(portal(), world, world.dana, async (ctx) => {
      const found = await liveArticle(ctx, 'en', 'twice-at-once');
      if (!found || !('article' in found)) throw new Error('not there');
      before();
      await vote(ctx, found.article, { helpful: comment === '', comment });
      await after();
    });
  let second: Promise<void> | undefined;
  await cast('', undefined, async () => {
    second = cast('The picture is of last year.');
    for (;;) {
      const [waits] = await peek(
        portal().database,
        "select 1 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (waits) break;
      await new Promise((done) => setTimeout(done, 10));
    }
  });
  await second;
  expect(await votesFor(id)).toMatchObject([{ helpful: false, comment: 'The picture is of last year.' }]);
});

test('whoever reads in another language than the article’s votes in it, too', async () => {
  await owner((ctx) => setLanguages(ctx, ['de']));
  const { path } = await article('Only in English');
  const someone = stranger();
  const sent = await someone.submit(`${path}?lang=de`, `${path}/votes`, { helpful: 'no' });
  expect(sent.location).toBe(`${path}?thanks=no&lang=de#helpful`);
  expect((await someone.get(`${path}?thanks=no&lang=de`)).text).toContain('Vielen Dank');
  const long = { helpful: 'no', comment: 'x'.repeat(2001) };
  const refused = await someone.submit(`${path}?thanks=no&lang=de`, `${path}/votes`, long);
  expect([refused.status, /<html lang="([a-z]+)"/.exec(refused.text)?.[1]]).toEqual([422, 'de']);
  const plain = await someone.submit(path, `${path}/votes`, { helpful: 'no', lang: 'xx' });
  expect(plain.location).toBe(`${path}?thanks=no#helpful`);
});

// The last one: nobody else of this network votes any more.
test('a flood of votes from one network is stopped', async () => {
  const { path } = await article('Loved by robots');
  const robot = stranger();
  const fields = await robot.form(path, `${path}/votes`);
  const answers: number[] = [];
  for (let n = 0; n < 45; n += 1)
    answers.push(
      (await robot.postRaw(`${path}/votes`, { ...fields, helpful: 'yes' }, { 'user-agent': `Robot ${n}` })).status,
    );
  expect(answers[0]).toBe(303);
  expect(answers.at(-1)).toBe(429);
});
