import { beforeAll, expect, test } from 'vitest';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { rename } from './address.ts';
import { categoriesFor } from './counted.ts';
import { saveDraft } from './draft.ts';
import { bringDue, remindOwners } from './due.ts';
import { HELP_TOPIC } from './events.ts';
import { bringBack, historyOf } from './history.ts';
import { by, makeArticle, makeCategory, segmentOf } from './knowledge.testing.ts';
import { liveArticle, liveArticlesIn } from './live.ts';
import { changeCategory } from './organise.ts';
import { addPicture } from './pictures.ts';
import { archive, cancelSchedule, publish } from './publish.ts';
import { rendered } from './render.ts';
import { care, setAudience, verify } from './upkeep.ts';

const portal = usePortal();
let world: World;
let category: string;

beforeAll(async () => {
  world = await newWorld(portal());
  category = await makeCategory(portal(), world, 'Email and forms');
});

const through = <T>(actor: Actor | null, work: Parameters<typeof by<T>>[3]) => by(portal(), world, actor, work);
/** As a request of theirs would: whoever keeps what readers see hears of it. */
const owner = async <T>(work: Parameters<typeof by<T>>[3]) => {
  const done = await through(world.owner, work);
  portal().platform.hub.publish(world.workspaceId, [HELP_TOPIC]);
  return done;
};
const job = <T>(work: Parameters<typeof inWorkspace<T>>[2]) => inWorkspace(portal().platform, world.workspaceId, work);

/** What of these addresses somebody can read. */
const reads = (actor: Actor | null, ...slugs: string[]): Promise<string[]> =>
  through(actor, async (ctx) => {
    const found: string[] = [];
    for (const slug of slugs) {
      const there = await liveArticle(ctx, 'en', slug);
      if (there && 'article' in there) found.push(slug);
    }
    return found;
  });

test('an article is nobody’s but the team’s until it is published, and everybody’s then', async () => {
  const { number } = await makeArticle(portal(), world, category, 'Read your invoice', { draft: true });
  expect(await reads(null, 'read-your-invoice')).toEqual([]);
  const published = await owner((ctx) => publish(ctx, number, 'en', { revision: 1 }));
  expect(published.version).toBe(1);
  expect(await reads(null, 'read-your-invoice')).toEqual(['read-your-invoice']);
  await owner((ctx) => archive(ctx, number, 'en'));
  expect(await reads(null, 'read-your-invoice')).toEqual([]);
  expect(await reads(world.owner, 'read-your-invoice')).toEqual([]);
});

test('whoever may only write publishes nothing, and whoever may not write changes nothing', async () => {
  const { number } = await makeArticle(portal(), world, category, 'Only drafts', { draft: true });
  const save = (actor: Actor) =>
    through(actor, (ctx) =>
      saveDraft(ctx, number, 'en', { title: 'Only drafts', summary: '', html: '<p>More</p>', revision: 1 }),
    );
  expect((await save(world.agent)).outcome).toBe('saved');
  await expect(through(world.agent, (ctx) => publish(ctx, number, 'en', { revision: 2 }))).rejects.toThrow(
    'not allowed',
  );
  await expect(save(world.dana)).rejects.toThrow('not found');
  await expect(through(world.agent, (ctx) => archive(ctx, number, 'en'))).rejects.toThrow('not allowed');
  // Control.
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2 }));
});

test('TRUST 8, 18: who reads follows the narrower of article and category, at once, in lists and counts alike', async () => {
  const under = await makeCategory(portal(), world, 'For everybody');
  const all = await makeArticle(portal(), world, under, 'One for all');
  const slug = 'one-for-all';
  const sees = async () =>
    Promise.all(
      [null, world.dana, world.rival, world.agent].map((actor) =>
        through(actor, async (ctx) => [
          (await liveArticlesIn(ctx, under, 'en', { limit: 100 })).length,
          (await categoriesFor(ctx, 'en')).filter((one) => one.id === under).length,
          (await liveArticle(ctx, 'en', slug)) === undefined ? 0 : 1,
        ]),
      ),
    );
  const yes = [1, 1, 1];
  const no = [0, 0, 0];
  // Control: as long as it is everybody's, everybody does.
  expect(await sees()).toEqual([yes, yes, yes, yes]);
  const segment = await segmentOf(portal(), world, world.accountId);
  await owner((ctx) => setAudience(ctx, all.number, 'segment', { to: 'segments', segments: [segment] }));
  // The category is everybody's and holds nothing for whoever is not in the segment.
  expect(await sees()).toEqual([no, yes, no, yes]);
  const texts = new Map([['en', { title: 'For everybody', summary: '' }]]);
  await owner((ctx) => changeCategory(ctx, under, { parentId: null, icon: 'mail', audience: 'member', texts }));
  expect(await sees()).toEqual([no, no, no, yes]);
  await owner((ctx) => setAudience(ctx, all.number, 'public'));
  await owner((ctx) => changeCategory(ctx, under, { parentId: null, icon: 'mail', audience: 'signed_in', texts }));
  expect(await sees()).toEqual([no, yes, yes, yes]);
});

test('TRUST 18, control: for segments without one it is nobody’s, not everybody’s', async () => {
  const { number } = await makeArticle(portal(), world, category, 'For nobody yet');
  await owner((ctx) => setAudience(ctx, number, 'segment', { to: 'segments', segments: [] }));
  expect(await reads(world.dana, 'for-nobody-yet')).toEqual([]);
  await owner((ctx) => setAudience(ctx, number, 'signed_in'));
  expect(await reads(world.dana, 'for-nobody-yet')).toEqual(['for-nobody-yet']);
});

test('what is to be published later is there at its moment, and gone at its end, whether a job has run or not', async () => {
  const at = new Date(Date.now() + 3_600_000);
  const { id, number } = await makeArticle(portal(), world, category, 'Later today', { at });
  expect(await reads(null, 'later-today')).toEqual([]);
  await peek(
    portal().database,
    "update article_texts set live_from = now() - interval '1 second' where article_id = $1",
    [id],
  );
  expect(await reads(null, 'later-today')).toEqual(['later-today']);
  await job((ctx) => bringDue(ctx, id));
  const kinds = () =>
    peek<{ kind: string }>(portal().database, 'select kind from events where subject_id = $1 order by seq', [id]).then(
      (rows) => rows.map(({ kind }) => kind),
    );
  expect(await kinds()).toEqual(['article.started', 'article.scheduled', 'article.published']);
  // A change of what is live waits, too, and readers have the old words until then.
  await owner((ctx) =>
    saveDraft(ctx, number, 'en', { title: 'Later today', summary: '', html: '<p>New words</p>', revision: 1 }),
  );
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2, at: new Date(Date.now() + 60_000) }));
  const words = async () => {
    const found = await through(null, (ctx) => liveArticle(ctx, 'en', 'later-today'));
    return found && 'article' in found ? found.article.html : '';
  };
  expect(await words()).not.toContain('New words');
  await peek(portal().database, 'update article_texts set next_at = now() where article_id = $1', [id]);
  await job((ctx) => bringDue(ctx, id));
  expect(await words()).toContain('New words');
  await peek(
    portal().database,
    "update article_texts set live_until = now() - interval '1 second' where article_id = $1",
    [id],
  );
  expect(await reads(null, 'later-today')).toEqual([]);
  await job((ctx) => bringDue(ctx, id));
  expect((await kinds()).slice(-2)).toEqual(['article.published', 'article.archived']);
});

test('a publication that is taken back is a draft again', async () => {
  const { number } = await makeArticle(portal(), world, category, 'Not after all', {
    at: new Date(Date.now() + 60_000),
  });
  await owner((ctx) => cancelSchedule(ctx, number, 'en'));
  await expect(owner((ctx) => cancelSchedule(ctx, number, 'en'))).rejects.toThrow('changed since');
  // A save of its own: what was thrown away before it stays away.
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2 }));
  expect(await reads(null, 'not-after-all')).toEqual(['not-after-all']);
});

test('an old address leads on until somebody else has it, and links follow the article', async () => {
  const one = await makeArticle(portal(), world, category, 'Send us brand assets');
  const other = await makeArticle(portal(), world, category, 'Where files go', {
    html: `<p>See <a href="article:${one.id}">assets</a></p>`,
  });
  await owner((ctx) => rename(ctx, one.number, 'en', 'Brand assets'));
  const moved = await through(null, (ctx) => liveArticle(ctx, 'en', 'send-us-brand-assets'));
  expect(moved).toEqual({ moved: { locale: 'en', slug: 'brand-assets' } });
  const html = async (actor: Actor | null) =>
    through(actor, async (ctx) => {
      const found = await liveArticle(ctx, 'en', 'where-files-go');
      return found && 'article' in found ? (await rendered(ctx, found.article.html, 'en')).html : '';
    });
  expect(await html(null)).toContain('<a href="/help/en/brand-assets">assets</a>');
  // Whoever may not read it is not told where it is.
  await owner((ctx) => setAudience(ctx, one.number, 'signed_in'));
  expect(await html(null)).toContain('<p>See assets</p>');
  expect(await html(world.dana)).toContain('/help/en/brand-assets');
  expect(await through(null, (ctx) => liveArticle(ctx, 'en', 'send-us-brand-assets'))).toBeUndefined();
  await owner((ctx) => rename(ctx, other.number, 'en', 'Send us brand assets'));
  expect(await reads(null, 'send-us-brand-assets')).toEqual(['send-us-brand-assets']);
});

test('of two who write at once nobody loses a word', async () => {
  const html = '<p>First</p><p>Second</p><p>Third</p>';
  const { id, number } = await makeArticle(portal(), world, category, 'Two at once', { html, draft: true });
  const save = (actor: Actor, body: string, revision: number, title = 'Two at once') =>
    through(actor, (ctx) => saveDraft(ctx, number, 'en', { title, summary: '', html: body, revision }));
  expect(await save(world.owner, '<p>First by Maya</p><p>Second</p><p>Third</p>', 1)).toMatchObject({
    outcome: 'saved',
  });
  const merged = await save(world.agent, '<p>First</p><p>Second</p><p>Third by Priya</p>', 1, 'Two at a time');
  expect(merged).toMatchObject({ outcome: 'merged', by: 'Maya Lindqvist', revision: 3 });
  const [last] = await peek<{ title: string; body_html: string }>(
    portal().database,
    'select title, body_html from article_drafts where article_id = $1 order by revision desc limit 1',
    [id],
  );
  expect(last).toEqual({ title: 'Two at a time', body_html: '<p>First by Maya</p><p>Second</p><p>Third by Priya</p>' });
  const clash = await save(world.owner, '<p>First by Maya again</p><p>Second</p><p>Third</p>', 1);
  expect(clash).toMatchObject({ outcome: 'clash', by: 'Priya Raman', revision: 3 });
  const titled = await save(world.owner, '<p>First by Maya</p><p>Second</p><p>Third by Priya</p>', 1, 'Use <b> or <i>');
  // Titles are text, and what the two are shown in is HTML.
  expect(titled).toMatchObject({
    outcome: 'clash',
    clashes: [{ mine: 'Use &lt;b&gt; or &lt;i&gt;', theirs: 'Two at a time' }],
  });
  if (clash.outcome === 'clash') expect(clash.both.html).toContain('First by Maya</p><p>First by Maya again');
});

test('an earlier version comes back as a draft, and history keeps every one', async () => {
  const { id, number } = await makeArticle(portal(), world, category, 'As it was', { html: '<p>Old</p>' });
  await owner((ctx) =>
    saveDraft(ctx, number, 'en', { title: 'As it is', summary: '', html: '<p>New</p>', revision: 1 }),
  );
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2, note: 'Clearer' }));
  const history = await owner((ctx) => historyOf(ctx, id, 'en'));
  expect(history.map(({ n, title, note }) => [n, title, note])).toEqual([
    [2, 'As it is', 'Clearer'],
    [1, 'As it was', ''],
  ]);
  await owner((ctx) => bringBack(ctx, number, 'en', history[1]!.id));
  const third = await owner((ctx) => publish(ctx, number, 'en', { revision: 3 }));
  expect(third.version).toBe(3);
  const found = await through(null, (ctx) => liveArticle(ctx, 'en', 'as-it-was'));
  expect(found).toMatchObject({ article: { title: 'As it was', html: '<p>Old</p>' } });
});

test('TRUST 46: a picture is there for exactly those who read a text that shows it', async () => {
  const { number } = await makeArticle(portal(), world, category, 'With a picture', { draft: true });
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const picture = await owner(async (ctx) => {
    const staged = await ctx.platform.files.of(world.workspaceId).stage(
      (async function* () {
        yield png;
      })(),
      { limit: 1000, name: 'dot.png' },
    );
    return (await addPicture(ctx, number, staged))!.id;
  });
  const path = `/help/pictures/${picture}`;
  const status = async (actor: Actor | null) =>
    (await (actor ? as(portal(), actor) : visitor(portal(), world)).get(path)).status;
  const statuses = () => Promise.all([null, world.dana, world.agent].map(status));
  expect(await statuses()).toEqual([404, 404, 200]);
  await owner((ctx) =>
    saveDraft(ctx, number, 'en', {
      title: 'With a picture',
      summary: '',
      html: `<p>Look</p><img src="picture:${picture}" alt="A dot">`,
      revision: 1,
    }),
  );
  expect(await statuses()).toEqual([404, 404, 200]);
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2 }));
  // Control: as soon as it is published with the picture in it, it is there for all.
  expect(await statuses()).toEqual([200, 200, 200]);
  expect((await visitor(portal(), world).get(path)).headers.get('cache-control')).toContain('s-maxage');
  await owner((ctx) => setAudience(ctx, number, 'signed_in'));
  expect(await statuses()).toEqual([404, 200, 200]);
  expect((await as(portal(), world.dana).get(path)).headers.get('cache-control')).toContain('private');
  await owner((ctx) => archive(ctx, number, 'en'));
  expect(await statuses()).toEqual([404, 404, 200]);
});

test('whoever looks after an article is asked once when its review is due, and asked no more when somebody has looked', async () => {
  const { id, number } = await makeArticle(portal(), world, category, 'Browser support');
  await owner((ctx) => care(ctx, number, { categoryId: category, ownerId: world.agent.id, reviewDays: 90 }));
  await peek(portal().database, "update articles set verified_until = now() - interval '1 hour' where id = $1", [id]);
  for (const _ of [1, 2]) {
    await job(remindOwners);
    await portal().workJobs();
  }
  const mails = () =>
    peek<{ to_address: string }>(
      portal().database,
      "select to_address from mails where kind = 'article.review_due' and workspace_id = $1",
      [world.workspaceId],
    );
  expect((await mails()).map((mail) => mail.to_address)).toEqual([world.agent.email]);
  expect((await as(portal(), world.agent).get('/notifications')).text).toContain('Browser support');
  await through(world.agent, (ctx) => verify(ctx, number));
  const [row] = await peek<{ due: boolean }>(
    portal().database,
    "select verified_until > now() + interval '89 days' as due from articles where id = $1",
    [id],
  );
  expect(row!.due).toBe(true);
  await job(remindOwners);
  await portal().workJobs();
  expect(await mails()).toHaveLength(1);
});
