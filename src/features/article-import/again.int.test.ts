import { expect, test } from 'vitest';
import { archive, publish } from '#features/knowledge/index.ts';
import { newId } from '#platform/db/ids.ts';
import { inWorkspace } from '#platform/jobs/job-context.ts';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, demotedBy, handed, texts, zipped } from './article-import.testing.ts';
import { look } from './look.ts';

const portal = usePortal();

type Head = Record<string, string>;
const page = (title: string, text: string, head: Head = {}) =>
  `---\n${Object.entries({ title, ...head })
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}---\n${text}\n`;
const shelf = (title: string, who: object) => ({ path: [title], texts: { en: { title } }, ...who });

async function run(world: World, files: Record<string, string>, shelves: object[] = [], choices: Head = {}) {
  const zip = zipped({ ...files, ...(shelves.length > 0 ? { 'categories.json': JSON.stringify(shelves) } : {}) });
  const at = await handed(portal(), world, zip, 'help.zip', choices);
  await brought(portal(), world, at, choices);
  return at;
}

async function undone(world: World, at: string) {
  expect((await as(portal(), world.owner).submit(at, `${at}/undoing`)).status).toBe(303);
  // The worker may be done by then.
  expect((await as(portal(), world.owner).get(at)).text).toMatch(/(is being|has been) taken back/);
  await portal().workJobs();
  expect((await as(portal(), world.owner).get(at)).text).toContain('has been taken back');
}

const reads = async (world: World, slug: string) => {
  const { status, text } = await visitor(portal(), world).get(`/help/en/${slug}`);
  return status === 200 ? /Text (\w+)/.exec(text)?.[1] : status;
};
const report = async (world: World, at: string) => (await as(portal(), world.owner).get(`${at}/report`)).text;

test('TRUST 8: what only its category keeps for few by now does not come out by the next import; control: beside it what is for as many does', async () => {
  const world = await newWorld(portal());
  const files = (text: string) => ({ 'Prices/list.md': page('List', text), 'Open/free.md': page('Free', text) });
  const open = shelf('Open', { audience: 'public' });
  await run(world, files('Text one'), [shelf('Prices', { audience: 'public' }), open]);
  const at = await run(world, files('Text two'), [shelf('Prices', { audience: 'member' }), open]);
  expect([await reads(world, 'list'), await reads(world, 'free')]).toEqual(['one', 'two']);
  expect(await report(world, at)).toContain('left as a draft');
});

test('TRUST 8: nor what is for fewer segments, or for readers that nobody here knows; control: for the same ones as the last time it does', async () => {
  const world = await newWorld(portal());
  for (const name of ['Partners', 'Resellers'])
    await peek(portal().database, "insert into segments (workspace_id, id, name, kind) values ($1, $2, $3, 'hand')", [
      world.workspaceId,
      newId(),
      name,
    ]);
  const files = (text: string, few: string, vip: Head, own: Head) => ({
    'A/few.md': page('Few', text, { segments: few }),
    'A/both.md': page('Both', text, { segments: '[Partners, Resellers]' }),
    'A/vip.md': page('Vip', text, vip),
    'A/own.md': page('Own', text, own),
    // Other readers each time that nobody knows: it is the team's alone.
    'A/team.md': page('Team', text, { segments: `[${text.replace(' ', '-')}]` }),
  });
  const unknown = { segments: '[Gold]' };
  await run(world, files('Text one', '[Partners, Resellers]', {}, unknown));
  // What nobody here knew was the team's; the team has opened it since, knowing what it is.
  await peek(
    portal().database,
    "update articles set audience = 'public' where workspace_id = $1 and id in (select article_id from article_versions where title = 'Own')",
    [world.workspaceId],
  );
  const live = async () =>
    Object.fromEntries(
      (
        await peek<{ title: string; text: string }>(
          portal().database,
          `select v.title, v.body_html as text from article_texts t join article_versions v on v.workspace_id = t.workspace_id and v.id = t.version_id
             where t.workspace_id = $1`,
          [world.workspaceId],
        )
      ).map(({ title, text }) => [title, /Text (\w+)/.exec(text)![1]]),
    );
  await run(world, files('Text two', '[Partners]', unknown, unknown));
  expect(await live()).toEqual({ Few: 'one', Both: 'two', Vip: 'one', Own: 'two', Team: 'two' });
  // The one that waits does not come out by a third either.
  await run(world, files('Text three', '[Partners]', unknown, { segments: '[Silver]' }));
  expect(await live()).toEqual({ Few: 'one', Both: 'three', Vip: 'one', Own: 'two', Team: 'three' });
});

test('what the team took offline stays offline, and what is to end ends; control: what is live is changed', async () => {
  const world = await newWorld(portal());
  const files = (text: string) => ({
    'A/off.md': page('Off', text),
    'A/ends.md': page('Ends', text),
    'A/on.md': page('On', text),
  });
  await run(world, files('Text one'));
  const number = Object.fromEntries((await texts(portal(), world)).map((text) => [text.title, String(text.number)]));
  const until = new Date(Date.now() + 86_400_000);
  await inWorkspace(portal().platform, world.workspaceId, async (ctx) => {
    await archive(ctx, number.Off!, 'en');
    await publish(ctx, number.Ends!, 'en', { revision: 1, until });
  });
  const at = await run(world, files('Text two'));
  expect([await reads(world, 'off'), await reads(world, 'ends'), await reads(world, 'on')]).toEqual([
    404,
    'two',
    'two',
  ]);
  expect(await report(world, at)).toContain('Not online here: left as a draft');
  const ends = await peek<{ live_until: Date | null }>(
    portal().database,
    "select live_until from article_texts where workspace_id = $1 and slug in ('ends', 'on') order by slug",
    [world.workspaceId],
  );
  expect(ends.map((row) => row.live_until?.getTime() ?? null)).toEqual([until.getTime(), null]);
  // Taken back, each is as it was: offline what was offline.
  await undone(world, at);
  expect([await reads(world, 'off'), await reads(world, 'ends'), await reads(world, 'on')]).toEqual([
    404,
    'one',
    'one',
  ]);
});

test('taking back an import that published drafts takes them offline, and the same file brings them in again, languages too', async () => {
  const world = await newWorld(portal());
  const german = { 'A/one.de.md': page('Eins', 'Text eins') };
  await run(world, german, [], { drafts: 'yes' });
  const second = { 'A/one.de.md': page('Eins', 'Text zwei'), 'A/one.en.md': page('One', 'Text two') };
  const online = async () =>
    Promise.all(
      ['/help/de/eins', '/help/en/one'].map(async (at) => (await visitor(portal(), world).get(at)).status === 200),
    );
  const at = await run(world, second);
  expect(await online()).toEqual([true, true]);
  await undone(world, at);
  expect(await online()).toEqual([false, false]);
  await run(world, second);
  expect(await online()).toEqual([true, true]);
  // A language that somebody has written here since is theirs.
  const [one] = await texts(portal(), world);
  await peek(
    portal().database,
    "insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html) values ($1, $2, 'fr', 1, 'Un', '<p>Ours.</p>')",
    [world.workspaceId, one!.article],
  );
  const third = await run(world, { ...second, 'A/one.fr.md': page('Autre', 'Text trois') });
  expect((await texts(portal(), world)).find(({ locale }) => locale === 'fr')!.html).toBe('<p>Ours.</p>');
  expect(await report(world, third)).toContain('ours stays');
});

test('TRUST 8: what was for the team is not given back to everybody by taking an import back; control: nothing of it is changed', async () => {
  const world = await newWorld(portal());
  await run(world, { 'A/one.md': page('One', 'Text one', { audience: 'member' }) });
  const at = await run(world, { 'A/one.md': page('One', 'Text two') });
  await peek(portal().database, "update articles set audience = 'public' where workspace_id = $1", [world.workspaceId]);
  expect(await reads(world, 'one')).toBe('two');
  await undone(world, at);
  expect(await reads(world, 'one')).toBe('two');
  expect(await report(world, at)).toContain('More people may read it now than then');
});

test('a file that is thrown away before its turn comes is looked at by nobody', async () => {
  const world = await newWorld(portal());
  await expect(look(portal().platform, world.workspaceId, newId())).resolves.toBeUndefined();
});

test('two help centers of one format leave each other alone; control: the one that comes again is changed', async () => {
  const world = await newWorld(portal());
  const files = (product: string, text: string) => ({
    'setup/install.md': page(`Install ${product}`, `Text ${text}`),
    'setup/index.md': page(`About ${product}`, `Text ${text}`),
  });
  await run(world, files('Anvil', 'one'));
  await run(world, files('Bellows', 'two'));
  expect([await reads(world, 'install-anvil'), await reads(world, 'install-bellows')]).toEqual(['one', 'two']);
  await run(world, files('Bellows', 'three'));
  await run(world, files('Anvil', 'four'));
  expect([await reads(world, 'install-anvil'), await reads(world, 'install-bellows')]).toEqual(['four', 'three']);
  expect(await texts(portal(), world)).toHaveLength(4);
});

test('an import stops when whoever started it may no longer publish', async () => {
  const { database, platform } = portal();
  const here = await newWorld(portal());
  const at = await handed(portal(), here, zipped({ 'good.md': page('Good', 'Text') }));
  const kept = 'select storage_key from article_imports where workspace_id = $1 and storage_key is not null';
  const [file] = await peek<{ storage_key: string }>(database, kept, [here.workspaceId]);
  const files = platform.files.of(here.workspaceId);
  await files.open(file!.storage_key);
  const back = await demotedBy(portal(), here.workspaceId, 'started_at');
  expect((await as(portal(), here.owner).submit(at, `${at}/start`)).status).toBe(303);
  await portal().workJobs();
  await back();
  expect(await texts(portal(), here)).toEqual([]);
  // Nor does what was handed over stay.
  expect(await peek(database, kept, [here.workspaceId])).toEqual([]);
  await expect(files.open(file!.storage_key)).rejects.toThrow();
});
