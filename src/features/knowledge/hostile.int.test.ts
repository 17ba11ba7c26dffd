import { type RawBuilder, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/db/ids.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, type Client } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { effort } from '#test/effort.ts';
import { usePortal } from '#test/portal.ts';
import { type Actor, newWorld, type World } from '#test/world.ts';
import { saveDraft } from './draft.ts';
import { bringDue, remindOwners } from './due.ts';
import { bringBack, historyOf } from './history.ts';
import { authors, by, makeArticle, makeCategory, segmentOf, write } from './knowledge.testing.ts';
import { setLanguages } from './languages.ts';
import { liveArticle } from './live.ts';
import { changeCategory, removeCategory } from './organise.ts';
import { cancelSchedule, publish } from './publish.ts';
import { care, dropDraft, setAudience } from './upkeep.ts';

const portal = usePortal();
let world: World;
let category: string;
let maya: Client;
let priya: Client;

beforeAll(async () => {
  ({ world, category, maya, priya } = await authors(portal()));
});

const through = <T>(actor: World['owner'] | null, work: Parameters<typeof by<T>>[3]) =>
  by(portal(), world, actor, work);
const owner = <T>(work: Parameters<typeof by<T>>[3]) => through(world.owner, work);
const job = <T>(work: Parameters<typeof inWorkspace<T>>[2]) => inWorkspace(portal().platform, world.workspaceId, work);
const article = (title: string, more: Parameters<typeof makeArticle>[4] = {}) =>
  makeArticle(portal(), world, category, title, more);

test('TRUST 62: thousands of empty lines, of equal headings and of links take no longer than others', {
  // What is held against a limit is the effort; a busy machine may take its time.
  timeout: 180_000,
}, async () => {
  const { number } = await article('Slow', { draft: true });
  const bodies = [
    `${'<p></p>'.repeat(90_000)}<p>Words</p>${'<p><br></p>\n'.repeat(300)}`,
    '<h2>Again</h2>'.repeat(90_000),
    `<p>${Array.from({ length: 70_000 }, (_, n) => `<a href="/knowledge/${n + 1_000_000}">x</a>`).join(' ')}</p>`,
    `<p>${Array.from({ length: 70_000 }, (_, n) => `<a href="article:00000000-0000-7000-8000-${String(n).padStart(12, '0')}">x</a>`).join(' ')}</p>`,
    `<p>${Array.from({ length: 70_000 }, (_, n) => `<img src="picture:00000000-0000-7000-8000-${String(n).padStart(12, '0')}">`).join('')}Words</p>`,
    `<p>Words</p>href="${'/help/en/a?'.repeat(500_000)}`,
  ];
  for (const body of bodies) {
    const spent = effort();
    expect((await write(maya, number, { title: 'Slow', body })).status, body.slice(0, 40)).toBe(303);
    expect((await maya.get(`/knowledge/${number}/preview`)).status, body.slice(0, 40)).toBe(200);
    expect(spent(), body.slice(0, 40)).toBeLessThan(15_000);
  }
  await write(maya, number, { title: 'Slow', body: '<p>Words</p><p></p> <p><br></p>\n' });
  expect((await maya.get(`/knowledge/${number}`)).text).toContain('&lt;p&gt;Words&lt;/p&gt;</textarea>');
});

test('an agent throws away the draft that is theirs, and it is gone', async () => {
  const begun = await priya.submit('/knowledge/new', '/knowledge', { title: 'Mine to drop', category });
  const number = begun.location!.split('/').at(-1)!.split('?')[0]!;
  const form = await priya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  const another = await maya.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
  const asks = (await priya.get(`/knowledge/${number}`)).text;
  expect(asks).toContain('data-turbo-confirm="“Mine to drop” goes with everything that was saved of it');
  const answer = await priya.postRaw(`/knowledge/${number}/dropping`, {
    _token: form._token!,
    _once: 'drop',
    lang: 'en',
  });
  expect(answer.status).toBe(303);
  expect((await priya.get(`/knowledge/${number}`)).status).toBe(404);
  // The page of somebody who is writing in it asks again how it stands, and is told.
  const asked = await maya.get(`/knowledge/${number}`, { 'x-portico-refresh': 'live' });
  expect([asked.status, asked.headers.get('x-portico-problem')]).toEqual([409, 'deleted']);
  expect(asked.text).toContain('copy what you want to keep');
  expect((await maya.get('/knowledge/999999', { 'x-portico-refresh': 'live' })).status).toBe(404);
  // Who was writing in it is told what became of it; control: what never was there is not there.
  const late = { ...another, title: 'Mine to drop', body: 'More of it' };
  const told = await maya.postRaw(`/knowledge/${number}/draft`, late);
  expect([told.status, told.text.includes('Somebody has deleted this')]).toEqual([409, true]);
  const never = await maya.postRaw('/knowledge/999999/draft', { ...late, _once: 'never' });
  expect(never.status).toBe(404);
});

test('what is taken back while a job is about to bring it is not brought', async () => {
  const { id, number } = await makeArticle(portal(), world, category, 'On second thought');
  await owner((ctx) =>
    saveDraft(ctx, number, 'en', { title: 'On second thought', summary: '', html: '<p>Too early</p>', revision: 1 }),
  );
  await owner((ctx) => publish(ctx, number, 'en', { revision: 2, at: new Date(Date.now() + 60_000) }));
  await peek(portal().database, 'update article_texts set next_at = now() where article_id = $1', [id]);
  let bringing: Promise<void> | undefined;
  await owner(async (ctx) => {
    await cancelSchedule(ctx, number, 'en');
    bringing = job((later) => bringDue(later, id));
    // Until it waits for this transaction.
    for (;;) {
      const [waiting] = await peek(
        portal().database,
        "select 1 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (waiting) break;
      await new Promise((done) => setTimeout(done, 10));
    }
  });
  await bringing;
  const found = await through(null, (ctx) => liveArticle(ctx, 'en', 'on-second-thought'));
  expect(found).toMatchObject({ article: { version: 1 } });
});

test('whoever writes articles no more is told nothing of those they looked after; control: while they do, they are', async () => {
  const own = await newWorld(portal());
  const shelf = await makeCategory(portal(), own, 'Shelf');
  const { id, number } = await makeArticle(portal(), own, shelf, 'Looked after');
  await by(portal(), own, own.owner, (ctx) =>
    care(ctx, number, { categoryId: shelf, ownerId: own.agent.id, reviewDays: 30 }),
  );
  const told = async () => {
    await peek(
      portal().database,
      "update articles set verified_until = now() - interval '1 second', nudged_for = null where id = $1",
      [id],
    );
    await inWorkspace(portal().platform, own.workspaceId, remindOwners);
    await portal().workJobs();
    const [row] = await peek<{ n: number }>(
      portal().database,
      `select (select count(*) from notifications where subject_id = $1)::int
        + (select count(*) from mails where kind = 'article.review_due' and identity_id = $2)::int as n`,
      [id, own.agent.identityId],
    );
    return row!.n;
  };
  const role = (key: string) =>
    peek(portal().database, 'update members set role = $1 where id = $2', [key, own.agent.id]);
  expect(await told()).toBe(2);
  await role('viewer');
  expect(await told()).toBe(2);
  // Nobody is chosen for an article who may not open it.
  const other = await makeArticle(portal(), own, shelf, 'Looked after by nobody');
  const choose = () =>
    by(portal(), own, own.owner, (ctx) =>
      care(ctx, other.number, { categoryId: shelf, ownerId: own.agent.id, reviewDays: 30 }),
    );
  await expect(choose()).rejects.toThrow('changed since');
  await role('agent');
  await choose();
});

test('TRUST 8, 35: out of what only some customers read nothing comes by a publisher who may not say what customers see; control: by whoever may, it does', async () => {
  const own = await newWorld(portal());
  const through = <T>(actor: World['owner'], work: Parameters<typeof by<T>>[3]) => by(portal(), own, actor, work);
  const role = newId();
  await peek(
    portal().database,
    "insert into roles (workspace_id, id, side, key, name, rights) values ($1, $2, 'member', $3, 'Editor', '{customers.see,articles.write,articles.publish}')",
    [own.workspaceId, role, role],
  );
  await peek(portal().database, 'update members set role = $1 where id = $2', [role, own.agent.id]);
  const open = { to: 'segments' as const, segments: [await segmentOf(portal(), own, own.accountId)] };
  const few = await makeCategory(portal(), own, 'For few', { audience: 'segment', open });
  const below = await makeCategory(portal(), own, 'Below', { parentId: few });
  const many = await makeCategory(portal(), own, 'For many');
  const { id, number } = await makeArticle(portal(), own, below, 'Prices');
  const draft = await makeArticle(portal(), own, below, 'Not yet', { draft: true });
  const move = (to: string, which = number) =>
    through(own.agent, (ctx) => care(ctx, which, { categoryId: to, ownerId: null, reviewDays: null }));
  const turn = (actor: World['owner'], which: string, audience: 'public' | 'segment', parentId: string | null = null) =>
    through(actor, (ctx) =>
      changeCategory(ctx, which, {
        parentId,
        icon: 'mail',
        audience,
        texts: new Map([['en', { title: 'Named', summary: '' }]]),
      }),
    );
  const reads = (actor: World['owner']) =>
    by(portal(), own, actor, async (ctx) => (await liveArticle(ctx, 'en', 'prices')) !== undefined);
  await expect(move(many)).rejects.toThrow('not allowed');
  await expect(turn(own.agent, below, 'public')).rejects.toThrow('not allowed');
  await expect(turn(own.agent, below, 'public', many)).rejects.toThrow('not allowed');
  await expect(turn(own.agent, few, 'public')).rejects.toThrow('not allowed');
  await expect(through(own.agent, (ctx) => removeCategory(ctx, few))).rejects.toThrow('not allowed');
  // An article that is for few itself, and an earlier version of one: what comes back is for who reads it now.
  const named = await makeArticle(portal(), own, many, 'Terms');
  await through(own.owner, (ctx) => setAudience(ctx, named.number, 'segment', open));
  await expect(through(own.agent, (ctx) => setAudience(ctx, named.number, 'public'))).rejects.toThrow('not allowed');
  await through(own.agent, async (ctx) => bringBack(ctx, number, 'en', (await historyOf(ctx, id, 'en'))[0]!.id));
  await through(own.agent, (ctx) => publish(ctx, number, 'en', { revision: 2 }));
  expect(await Promise.all([reads(own.dana), reads(own.rival)])).toEqual([true, false]);
  // What no verb asked, the database refuses: the wall behind every way there is.
  const past = (statement: RawBuilder<unknown>) => through(own.agent, (ctx) => statement.execute(ctx.db));
  await expect(past(sql`update articles set category_id = ${many} where id = ${id}`)).rejects.toThrow('segment');
  await expect(past(sql`update categories set parent_id = null where id = ${below}`)).rejects.toThrow('segment');
  await expect(past(sql`update categories set audience = 'public' where id = ${few}`)).rejects.toThrow('segment');
  // The page offers only what they may do, and says why. What nobody reads yet may go anywhere.
  const page = (await as(portal(), own.agent).get(`/knowledge/${number}`)).text;
  expect(page).toContain('Only some customers read what is in here');
  expect(page).not.toContain(`<option value="${many}"`);
  await move(many, draft.number);
  await move(few);
  // Control.
  await turn(own.owner, few, 'public');
  expect(await reads(own.rival)).toBe(true);
  await turn(own.owner, few, 'segment');
  expect(await reads(own.rival)).toBe(false);
  await through(own.owner, (ctx) => care(ctx, number, { categoryId: many, ownerId: null, reviewDays: null }));
  expect(await reads(own.rival)).toBe(false);
  await through(own.owner, (ctx) => setAudience(ctx, number, 'public'));
  expect(await reads(own.rival)).toBe(true);
});

test('a draft is looked at on the page that its readers will have; control: they have none of it yet', async () => {
  const { number } = await article('Seen before', { html: '<h2>One</h2><p>First words.</p><h2>Two</h2><p>So.</p>' });
  await write(maya, number, { title: 'Seen again', summary: 'In short', body: '<h2>One</h2><p>Other words.</p>' });
  const part = async (path: string) =>
    /<article class="[^"]*help-article[\s\S]*?<\/article>/.exec((await maya.get(path)).text)![0];
  const [draft, live] = [await part(`/knowledge/${number}/preview`), await part('/help/en/seen-before')];
  for (const words of ['Seen again', 'In short', 'Other words']) {
    expect(draft).toContain(words);
    expect(live).not.toContain(words);
  }
  for (const frame of ['help-facts', 'prose article'])
    expect([draft.includes(frame), live.includes(frame)]).toEqual([true, true]);
});

test('of two who write on one text each sees the other, until it is saved; control: nobody sees themselves, nor who writes in another language', async () => {
  const { number } = await article('For two', { draft: true });
  await owner((ctx) => setLanguages(ctx, ['de']));
  const beat = async (client: Client, lang: string) => {
    const { _token = '' } = await client.form(`/knowledge/${number}`, `/knowledge/${number}/draft`);
    return client.postRaw(`/knowledge/${number}/presence?lang=${lang}`, {}, { 'x-csrf-token': _token });
  };
  const sees = async (client: Client, lang = 'en') =>
    /id="presence"[^>]*>([\s\S]*?)<\/div>/.exec((await client.get(`/knowledge/${number}?lang=${lang}`)).text)![1]!;
  expect((await beat(priya, 'en')).status).toBe(204);
  expect(await sees(maya)).toContain('Priya Raman is writing on this as well');
  expect([await sees(priya), await sees(maya, 'de')]).toEqual(['', '']);
  await write(priya, number, { title: 'For two', body: '<p>Done</p>' });
  expect(await sees(maya)).toBe('');
});

test('whoever writes on from a language that was thrown away meanwhile is not taken for the one who began it anew', async () => {
  const { number } = await makeArticle(portal(), world, category, 'Begun twice', { draft: true });
  const save = (actor: Actor, body: string, revision: number) =>
    through(actor, (ctx) => saveDraft(ctx, number, 'de', { title: 'Neu', summary: '', html: body, revision }));
  expect(await save(world.owner, '<p>Von Maya</p>', 0)).toMatchObject({ outcome: 'saved', revision: 1 });
  await owner((ctx) => dropDraft(ctx, number, 'de'));
  expect(await save(world.agent, '<p>Von Priya</p>', 0)).toMatchObject({ outcome: 'saved', revision: 2 });
  expect(await save(world.owner, '<p>Von Maya, weiter</p>', 1)).toMatchObject({ outcome: 'clash', by: 'Priya Raman' });
});

test('a language that somebody else looks after is thrown away by whoever publishes; the article only with its last one', async () => {
  const { number } = await makeArticle(portal(), world, category, 'In two languages', { draft: true });
  const save = (locale: string) =>
    owner((ctx) => saveDraft(ctx, number, locale, { title: 'Zwei', summary: '', html: '<p>x</p>', revision: 0 }));
  await save('de');
  const page = async (actor: Actor) => (await as(portal(), actor).get(`/knowledge/${number}?lang=de`)).text;
  expect(await page(world.agent)).not.toContain('/dropping');
  await expect(through(world.agent, (ctx) => dropDraft(ctx, number, 'de'))).rejects.toMatchObject({ status: 403 });
  expect(await page(world.owner)).toContain('Throw the draft away');
  expect(await owner((ctx) => dropDraft(ctx, number, 'de'))).toEqual({ whole: false, instead: null });
  expect((await as(portal(), world.owner).get(`/knowledge/${number}?lang=en`)).text).toContain('Delete this article');
  expect(await owner((ctx) => dropDraft(ctx, number, 'en'))).toEqual({ whole: true, instead: null });
});
