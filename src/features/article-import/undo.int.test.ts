import { expect, test } from 'vitest';
import { as, visitor } from '#test/client.ts';
import { peek } from '#test/database.ts';
import { usePortal } from '#test/portal.ts';
import { newWorld, type World } from '#test/world.ts';
import { brought, handed, texts, zipped } from './article-import.testing.ts';

const portal = usePortal();

const folder = {
  'help-main/Getting started/invite.md': '---\ntitle: Invite your team\n---\nSee [roles](roles.md).\n',
  'help-main/Getting started/roles.md': '# Roles\n\nFew is *best*.\n',
  'help-main/Billing/late.md': '# Pay late\n\nText\n',
};

test('an import is taken back, and what somebody has worked on since stays', async () => {
  const world = await newWorld(portal());
  const page = await handed(portal(), world, zipped(folder));
  await brought(portal(), world, page);
  const roles = (await texts(portal(), world)).find(({ title }) => title === 'Roles')!;
  await peek(
    portal().database,
    `insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html) values ($1, $2, 'en', 2, 'Roles, ours', '<p>x</p>')`,
    [world.workspaceId, roles.article],
  );
  await as(portal(), world.owner).submit(page, `${page}/undoing`);
  await portal().workJobs();
  const end = (await as(portal(), world.owner).get(page)).text;
  expect(end).toMatch(/Taken away<\/span><b>2<.*As they were before<\/span><b>0<.*Stayed: changed since<\/span><b>1</);
  expect(end).toContain(`href="${page}/report"`);
  expect(end).not.toContain('Texts taken back');
  expect((await texts(portal(), world)).map(({ title }) => title)).toEqual(['Roles, ours']);
  const [left] = await peek<{ n: number }>(
    portal().database,
    'select count(*)::int as n from categories where workspace_id = $1',
    [world.workspaceId],
  );
  expect(left!.n, 'only the category that something is in').toBe(1);
  expect((await as(portal(), world.owner).get(`${page}/report`)).text).toContain('stayed, changed since');
});

test('whoever takes an import back sees how far it has come', async () => {
  const world = await newWorld(portal());
  const page = await handed(portal(), world, zipped(folder));
  await brought(portal(), world, page);
  await peek(
    portal().database,
    `with half as (update article_import_lines set undone = 'gone' where workspace_id = $1 and n = 0)
     update article_imports set undoing_at = now() where workspace_id = $1`,
    [world.workspaceId],
  );
  const { text } = await as(portal(), world.owner).get(page);
  expect(text).toMatch(/aria-label="Texts taken back" aria-valuenow="33"/);
  expect(text).not.toContain(`${page}/undoing`);
});

const bring = async (world: World, files: Record<string, string>): Promise<string> => {
  const page = await handed(portal(), world, zipped(files));
  await brought(portal(), world, page);
  return page;
};
const takeBack = async (world: World, page: string) => {
  await as(portal(), world.owner).submit(page, `${page}/undoing`);
  await portal().workJobs();
};
const status = async (world: World, path: string) => (await visitor(portal(), world).get(path)).status;

test('what the team took offline stays so at the next import, and what that one made live is offline again when it is taken back', async () => {
  const world = await newWorld(portal());
  const maya = as(portal(), world.owner);
  await bring(world, {
    'Billing/late.md': '# Pay late\n\nText\n',
    'Billing/soon.md': '---\nstatus: draft\n---\n# Soon\n\nText\n',
  });
  const [late] = (await texts(portal(), world)).filter(({ title }) => title === 'Pay late');
  expect(await status(world, '/help/en/pay-late')).toBe(200);
  await maya.submit(`/knowledge/${late!.number}`, `/knowledge/${late!.number}/archival`);
  const page = await bring(world, {
    'Billing/late.md': '# Pay late\n\nOther\n',
    'Billing/soon.md': '# Soon\n\nOther\n',
  });
  expect([await status(world, '/help/en/pay-late'), await status(world, '/help/en/soon')]).toEqual([404, 200]);
  expect((await maya.get(page)).text).toContain('Not online here');
  await takeBack(world, page);
  // Nothing is left to be read: whoever comes is led to the door.
  expect([await status(world, '/help/en/pay-late'), await status(world, '/help/en/soon')]).toEqual([303, 303]);
});

test('a language that was taken back comes again with the next import', async () => {
  const world = await newWorld(portal());
  await bring(world, { 'Billing/late.md': '# Pay late\n\nText\n' });
  const both = { 'Billing/late.md': '# Pay late\n\nText\n', 'Billing/late.de.md': '# Später zahlen\n\nText\n' };
  const page = await bring(world, both);
  expect(await status(world, '/help/de/spaeter-zahlen')).toBe(200);
  await takeBack(world, page);
  // Whoever comes is led to the language there is.
  expect(await status(world, '/help/de/spaeter-zahlen')).toBe(302);
  // The same where taking back came no further: each text knows when it went.
  await peek(
    portal().database,
    "update article_imports set undoing_at = null, undone_at = null, refused = 'rights' where workspace_id = $1 and undoing_at is not null",
    [world.workspaceId],
  );
  await bring(world, both);
  expect(await status(world, '/help/de/spaeter-zahlen')).toBe(200);
});

test('a draft that comes again after it was taken back is not the save that an open page knows', async () => {
  const world = await newWorld(portal());
  await bring(world, { 'Billing/late.md': '# Pay late\n\nText\n' });
  const both = {
    'Billing/late.md': '# Pay late\n\nText\n',
    'Billing/late.de.md': '---\nstatus: draft\n---\n# Später zahlen\n\nText\n',
  };
  const revisions = () =>
    peek<{ revision: number }>(
      portal().database,
      "select revision from article_drafts where workspace_id = $1 and locale = 'de'",
      [world.workspaceId],
    );
  const page = await bring(world, both);
  expect(await revisions()).toEqual([{ revision: 1 }]);
  await takeBack(world, page);
  expect(await revisions()).toEqual([]);
  await bring(world, both);
  expect(await revisions()).toEqual([{ revision: 2 }]);
});

test('more files than anybody waits for are not made into a zip; control: fewer are', async () => {
  const world = await newWorld(portal());
  await bring(world, { 'Billing/late.md': '# Pay late\n\nText\n' });
  const maya = as(portal(), world.owner);
  expect((await maya.get('/settings/articles/export.zip')).status).toBe(200);
  await peek(
    portal().database,
    `insert into article_drafts (workspace_id, article_id, locale, revision, title, body_html)
     select a.workspace_id, a.id, 'l' || n, 1, 'Many', '' from articles a, generate_series(1, 20001) n where a.workspace_id = $1`,
    [world.workspaceId],
  );
  const refused = await maya.get('/settings/articles/export.zip');
  expect(refused.status).toBe(422);
  expect(refused.text).toContain('20,003 files are too many to wait for');
});

test.each([
  [
    'its category',
    {
      'categories.json': (who: object) =>
        JSON.stringify([{ path: ['Billing'], texts: { en: { title: 'Billing' } }, ...who }]),
    },
  ],
  ['itself', {}],
] as [string, Record<string, (who: object) => string>][])(
  'TRUST 8: what %s keeps for few there by now is not published to everybody here; control: while it is for all, it is',
  async (what, more) => {
    const world = await newWorld(portal());
    const files = (text: string, who: { audience?: string; segments?: string[] }) => ({
      'Billing/late.md':
        what === 'itself' && who.segments
          ? `---\nsegments: [${who.segments}]\n---\n# Pay late\n\n${text}\n`
          : `# Pay late\n\n${text}\n`,
      ...Object.fromEntries(Object.entries(more).map(([path, made]) => [path, made(who)])),
    });
    const read = async () => (await visitor(portal(), world).get('/help/en/pay-late')).text;
    await bring(world, files('First', { audience: 'public' }));
    await bring(world, files('Second', { audience: 'public' }));
    expect(await read()).toContain('Second');
    const page = await bring(
      world,
      files('For few', what === 'itself' ? { segments: ['Unheard of'] } : { audience: 'member' }),
    );
    expect(await read()).toContain('Second');
    expect((await as(portal(), world.owner).get(page)).text).toContain('Fewer people read it there than here');
  },
);
